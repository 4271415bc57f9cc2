"""Rules of time zones, of the tz database 2025b (public domain). Made by make_zones.py; not to be edited.

`RULES` gives each zone's TZif bytes (RFC 8536) as a slice of `TABLE`; equal zones share one.
"""

import base64
import zlib

VERSION = "2025b"
RULES = {
    "Africa/Accra": (0, 120),
    "Africa/Addis_Ababa": (120, 241),
    "Africa/Algiers": (241, 484),
    "Africa/Asmara": (120, 241),
    "Africa/Bamako": (0, 120),
    "Africa/Cairo": (484, 1441),
    "Africa/Casablanca": (1441, 3278),
    "Africa/Dakar": (0, 120),
    "Africa/Djibouti": (120, 241),
    "Africa/El_Aaiun": (3278, 5098),
    "Africa/Johannesburg": (5098, 5221),
    "Africa/Juba": (5221, 5669),
    "Africa/Khartoum": (5669, 6117),
    "Africa/Lagos": (6117, 6238),
    "Africa/Mogadishu": (120, 241),
    "Africa/Nairobi": (120, 241),
    "Africa/Ndjamena": (6238, 6388),
    "Africa/Niamey": (6117, 6238),
    "Africa/Nouakchott": (0, 120),
    "Africa/Tripoli": (6388, 6746),
    "Africa/Tunis": (6746, 7040),
    "America/Argentina/Buenos_Aires": (7040, 7340),
    "America/Bogota": (7340, 7490),
    "America/Caracas": (7490, 7642),
    "America/Chicago": (7642, 8465),
    "America/Denver": (8465, 9288),
    "America/Halifax": (9288, 10111),
    "America/Lima": (10111, 10315),
    "America/Los_Angeles": (10315, 11138),
    "America/Mexico_City": (11138, 11754),
    "America/New_York": (11754, 12577),
    "America/Phoenix": (12577, 12697),
    "America/Santiago": (12697, 13799),
    "America/Sao_Paulo": (13799, 14543),
    "America/Toronto": (14543, 15366),
    "America/Vancouver": (15366, 16189),
    "Asia/Aden": (16189, 16312),
    "Asia/Almaty": (16312, 16911),
    "Asia/Amman": (16911, 17829),
    "Asia/Baghdad": (17829, 18430),
    "Asia/Bahrain": (18430, 18572),
    "Asia/Baku": (18572, 19297),
    "Asia/Bangkok": (19297, 19420),
    "Asia/Beirut": (19420, 19980),
    "Asia/Colombo": (19980, 20159),
    "Asia/Damascus": (20159, 21167),
    "Asia/Dhaka": (21167, 21318),
    "Asia/Dubai": (21318, 21441),
    "Asia/Gaza": (21441, 23571),
    "Asia/Hebron": (23571, 25719),
    "Asia/Ho_Chi_Minh": (25719, 25861),
    "Asia/Hong_Kong": (25861, 26137),
    "Asia/Jakarta": (26137, 26258),
    "Asia/Jerusalem": (26258, 26995),
    "Asia/Kabul": (26995, 27125),
    "Asia/Karachi": (27125, 27330),
    "Asia/Kathmandu": (27330, 27481),
    "Asia/Kolkata": (27481, 27605),
    "Asia/Kuala_Lumpur": (27605, 27749),
    "Asia/Kuwait": (16189, 16312),
    "Asia/Manila": (27749, 27916),
    "Asia/Muscat": (21318, 21441),
    "Asia/Nicosia": (27916, 28503),
    "Asia/Qatar": (18430, 18572),
    "Asia/Riyadh": (16189, 16312),
    "Asia/Seoul": (28503, 28670),
    "Asia/Shanghai": (28670, 28909),
    "Asia/Singapore": (27605, 27749),
    "Asia/Taipei": (28909, 29094),
    "Asia/Tashkent": (29094, 29441),
    "Asia/Tbilisi": (29441, 30031),
    "Asia/Tehran": (30031, 30814),
    "Asia/Tokyo": (30814, 30935),
    "Asia/Yerevan": (30935, 31624),
    "Atlantic/Reykjavik": (0, 120),
    "Australia/Adelaide": (31624, 32448),
    "Australia/Brisbane": (32448, 32655),
    "Australia/Melbourne": (32655, 33477),
    "Australia/Perth": (33477, 33719),
    "Australia/Sydney": (33719, 34541),
    "Europe/Amsterdam": (34541, 35045),
    "Europe/Athens": (35045, 35587),
    "Europe/Berlin": (35587, 36037),
    "Europe/Brussels": (34541, 35045),
    "Europe/Bucharest": (36037, 36525),
    "Europe/Budapest": (36525, 36975),
    "Europe/Copenhagen": (35587, 36037),
    "Europe/Dublin": (36975, 37577),
    "Europe/Helsinki": (37577, 38011),
    "Europe/Istanbul": (38011, 38876),
    "Europe/Kyiv": (38876, 39330),
    "Europe/Lisbon": (39330, 39863),
    "Europe/London": (39863, 40469),
    "Europe/Madrid": (40469, 41027),
    "Europe/Malta": (41027, 41657),
    "Europe/Moscow": (41657, 42382),
    "Europe/Oslo": (35587, 36037),
    "Europe/Paris": (42382, 42904),
    "Europe/Prague": (42904, 43372),
    "Europe/Rome": (43372, 44002),
    "Europe/Sofia": (44002, 44490),
    "Europe/Stockholm": (44490, 44940),
    "Europe/Vienna": (44940, 45390),
    "Europe/Warsaw": (45390, 45894),
    "Europe/Zurich": (45894, 46326),
    "Indian/Comoro": (120, 241),
    "Indian/Maldives": (46326, 46449),
    "Pacific/Auckland": (46449, 47207),
    "Pacific/Honolulu": (47207, 47328),
    "UTC": (47328, 47448),
}
TABLE = zlib.decompress(
    base64.b64decode(
        "eNrtXQdgjOf/v+wtlyCJDC5L9t5EJLIT4UhIEHEIMSt2inIIYp9Vs8Sm9qwtVI3WiKpSq4eWUiMoWvN/9/lccG06/y4dvzR13/u8z3vv+9y9z/f7"
        "fNfzfTJad+0cKPjd/7RU/5T/Zfz+R8pP1/3Z8cS0DIGx4sXfOKPS7uvpLxDExyjuq3jxCdLQjU1UN7V886B2wb4yJdWJPQxqduIMjldbEwdsXtAa"
        "WNillVBJLQfE5itp9c6NpEpao90QHK/ZtJ2yM1o62joKooPP6CkuI1R20F6kZaR8L6iWGZ+eIciMzxDEKt/EKt4YK158AjT0lZV911b8M1I7Ot8V"
        "X00r7wa+gvawVvhKOskOaNZtfwlYz2sRsH6sBc43MD2N8w1d4tFueIeXNdYrQLvxiUi0m1x/Dmy6YR+w2ZEAnF9t6kOcb/5hLtqF/dzRbjF+Ftot"
        "W2Sjvfo7DsA1wi4L+NOKcb5VrRo437p4GrD1kyS018pfDFzr/GC02/4QCWy3RwBsfzof13NYEIzza2/l+XWkeWgXzTyDdsf2c9HuNCgb2DlOBOzS"
        "wQ3Y1TUd59eN/BjYTX8M2t0dHuF67td3oN1TMBjY89OGwF6X1+F871V9cb7P/ito952wDO1+xdXlSurf3bRUSQOGPQQOTLkDHNTuDHCwZylwSMPt"
        "wKHGG4HD3L+UgD44IVbSCMNtwBGnNgDX+24OcP1N04AjDw8BbjCtP3DUihzghn0zgaOnDML1Y7L74vqNemcDx0a2AI5rFgUcb/kc5ycEiIAT5N2A"
        "kyy0gZM+ssD5yWXfAKdM3I721HNauF/j9rvR3nhsFtobL3mC9vT+4cDpq8eiPf3cLpyf4TIC7bkpZRIlq2noT8GtSs719NcSxCuZNF7JpIoXn0Al"
        "9E4L9g3xDfHz904L8Fe8C/YLDNYQ8+5WySvDNw8adi8kEx7siUFk8p0pjpu2T6T8OsJBV23SfQw681PNgIVui4FtP1pGJrDphfOTYq6hPWmnE9pT"
        "nG0FfFingVMvlKC9cdtvgdNmbgNuEjwBn286r7hYScWGO0kD5oBrxHnLgZsNGUF69jPQ5nrzSXv0BU0PG0S61pH0QgI+n9G4BXAL62zSIXIcb7FK"
        "F7ildxjp4yjQzPQxpMNX47ysmhmkZ0Q43kr0A2lWOunDULS3/kgbuPXjecBtXEuA25y2Ac4+Hguc/awLcM7c9cA5p8xBJX2ycFxSPAS4Q8NPgDsM"
        "dAHNteqB47lxU4A73a4B2tkuHMfzdgwHzrvH79d1ijuOd92bBtw9r5R0BvvfM6QBcM8e7G8vk29wvFc9I+D8r5oB9xayn33W/YTjfS45APcbzefV"
        "bzP7OSDDDHjAePazwHMLjhdkfQX87o9OwIP82M/Bx4/g+BB99vO9pb1x/L1TM4CH9bkEPOxD9nN48igcHz7wQ+CRIh/SJuxn4W2Ol1Eu7OfoAzE4"
        "Pvp+Z+CiKWuBi46wn+O6tMTxcQvYzwlRz3F8Qk/2c5JpN+BJsezn5KuWOC6zCAWesn076XX2c9qYusDT9rCfM9oex/EZ4+8Dz/SqDzyzA/s5W+sK"
        "js+OYD/nnB2H43P12c95Sx8Dz7vIfs4fwvE+/8OPgYvTOb6Lh7Ofi0SbgBdlsZ+LH7fG8SWuw4CXHjgEvPQZ+7l8bi8cX/45+7myjxWOryxmP1c1"
        "HAm8agD7ucbKC8fXxDUFXnvrc9B1tuzn+h0NgdffYz83yq7j+Ma9JsCbc8hHm2ewn1uDn+L41h7s5zaTxTi+LYL93P6VEHiHkP3cue4jHN958QLw"
        "7tHtSDezn3vTjwLvHc9+7vOkXNiXNQt4/2M58Md+7OeB40U4/oke+3lwqR+OHzzFfh7uMw/48Er289NkzuKfDuwCfLTO96RN2M9jt7OAj7uwnycO"
        "CHD8xH0X4JNTegKfPMx+nupSA8dPvR8BfDpqF2kP9vOMqQfwmVj28+yVUhz/SvgQ+Nz2AtLr7OeF0d8CX9ij6Gf5FKT9RyYqbZ1/1B9Vx3KNt5pQ"
        "NeXpevkHCLz8/QXGkYp3URrTdHdQ3xaYqmn8J9fL/sokWTUpVk2KVZNi1aRYNSn+AyZFba0/+qer84/6e/nyHmYDxYxIXxcMOS1DzI66PpgXK2Vu"
        "LD9d741jCiNXkB6jMG+Nla8+gRq6tbPSr6SccdUdUNYw8LUGBcOg137vJ2CdNnkw+HUlQ4H1GtwC1o+WABvUEeF8Q1EjYCNBOtqNBS7AxpfHoN1E"
        "rg9sesAU2Gzvd8DVljbE+eYr9eBQEI7ui3aLouvAlnnL0F69yxHgGilewDWTVgFbebXD+dbuE4FtTKeivZZhL+Batw+i3fbeeNzPrjQV2P5kT2CH"
        "DUNxfrg0ntOjta34d/U8bcGbHgm4So1ilQ8uNiaDPlPFm6rn93c8v1Y/fvNPf34VOduVunmm8saKF43JHJ2KPM+WnXvTeV73kkTw2kywF2npKjuU"
        "CXmkyV7Vqmg4W01thMdvbfg4n35lLzxum5ueKr9yO7TbHl1Hv/Lub4DtNw8qo1+Z7FB7mgk+X2fEHbSL8lNUfmWyg1PzEyq/sg6wS7B2Gf3KYTi/"
        "bvRHwIFN7gEHxYXi/OCQbjhf/MFs9LdZxlewNpp33SwV/GISVBxR/o9Bx6CDHn7h1xGH1w5NDf3K1St69maHvuZsOHZ1vnoUwBbYaXE9YOdId1AX"
        "71r8deyNy9S87nr0xjfqZ1ZGrzR+DEGc63XYevGxzzGoEvSOACc6fw2ceOcaaLLOPmFFXt+KfimNxmaqq8aimnvXYHHKesZYekETcp6+BdhFOB3Y"
        "New+sGvZAGA3R3N/0FJqbB6Ce8Ae6+sBe8pPAXvNzoTICnt0EJ8P3+sJmjjQiPQCNeukJ4uAk3e1F/1MjClfX748rZCAL19elWvpKt9rCXz8gxT/"
        "AhUqjOJdVJCGpYnab+WpQ/Hv1W9sNPq2fb1A0atDJcpeBSv+haBXIVEhGu6VsVr4tM1UjM9M15X56NWhEoH+y5cl2wTKXgX5o2/KfgVHaSpw0Lii"
        "X0swi0JPa8xd8I32wLv8Er1N8xn1MwEj6Ynv5HPSvg1s4F8KbDDRDdhIuBHYaM1iRv/Kpudz0p6GdtOv1tPHUtKfPpbtUxlIXTmVgdTZ/YAtxvbj"
        "nPBuS+DqXVsC12gVDlwzOZzSOcKW0T4P+mBsnMLyOWk/A7bVrsXAxn0b3M/u8tN8TtpPgB32XQSuveECcJ2Fe4FFA8zxecfhCyl/WtyjxtNtN+VP"
        "yClg15QFlD81twC7eQ4HdntxEtfzMO4I7HFpE6N/N+OBvfbMAPY+1QHX95k/ENh3Uxyw39BWwP7T6gIH5A3A9QP7GgIHJWYBBze/CRziVg84NPAo"
        "cJiBPXC43Xe4X/i1F8ARTz8FrncQk4ag/vnVwJHrnuF+DXZOAo6afAm44dx84Ohe9GnFFE6kfG26CDg2txdwnB8DT/FxzYDjH3wkeJtxt5cvVxUr"
        "2Xf7eoUAjlPIX6UuoHgJVQDvtCDfQF9lyC3AN8DXv3LZxk5ItuHPqz2Q04tOb1sp2aaWjGzDn1c/+qmMbMOf12BiiIxsw5/XaM0GIdmGP6+JfKGM"
        "bLOX02TJSBnZZiGD5SuLhWSbkQKyzQjmIbzbibNI11wh2SaRwfLkBCHZxkNAtnEXkm3icb9aRsZCsg3Z2fZ+XdzP7ooRg+WfG8rINt9LyTY3ZWSb"
        "YwyWD3AQkm3WSck2L4Vkm6MMlodcFpJt1grINh8LyTYyss+Lr2Vkmz4Css0+GdkmQ0C2WSwj2+RLyTajZGSb5gyWD82TkW2CpWSbQiHZxkpKtuks"
        "JNv8KCXbJAnJNuekZBtPIdnmMdnnuqmQbPOVgGxzR0i22Qkcud5YRrb5QEC2uSUj2wwTkG2Oy8g2c6VkG7qcY3Pfk5JtplItiWtH9nnwifDtss0H"
        "MiXbrCrWEqQp2CZNyTaKl7C0v5dtZpbRRBxzqpRs8zlNxPwyMU3EuxKyzediss1JCdlms8pE3CQh27wvpok4Q0K2KVCZiAMlZJvppWSbVhKyzQCV"
        "idhfTrbJKiXbZMrJNvVoInaNkJNt7GkiJtsBW4W/KKWJ+Jw2gJOdmLPN18C2Ws9VJuIzCWebr1Um4iUJ2WafmGxTIiHbLAYW9b8vJ9uMEpNtvpCT"
        "bRaWkm22ysk2I0vJNrPkZJtOpWSbLRKyTWIp2WamhGzjUUq2eVdCtkkQk23aSMg27mKyTQMJ2cZYTLZpxRyTPrfEZJv6zDFpflxMtnFgjkngeuAw"
        "/Zdyss1RmsDXLsvJNmtLyTYfy8k2slLONnLmmOzsU0q22c8ck7kZpWSbJRKyTW8x2Wa0hGyTLibbdJGQbULEZJs58rfLNgq1TKXCxijYBpan4iU4"
        "prLYxqgitqltc4DDZ3LbaAyfnx6X0pSUlWB4zL+qGh5DgH1cdfi4586LfvXlKl8R/pWZk05frSJKWO0CExFnTncZZ043mCh6zShh9WOMiikCKGEN"
        "JjLIZCSkhDVas1dEEaAK6snXFVMEHBNSBEwppghYJ6QIWCuiCJgipAiQiSgC+gopAvqIKAJaMIMvmc5yq4gwIWdOBsNsnNJlnDkZ/LLV5oxuez+4"
        "mDOntYwzJ4MODvt+klEE/FhMEXBexpmTznzH4buBnVqaiSgCzgkpAu6KKAJ2CfmMT4ooAuZzBn1xmyaesVRIEXCCJt7NDkKKgA3FFAFDZRQB04op"
        "AiQyioD+xRQBjWQUAVNFnDldZBQB/YCD0/VlFAEM1oQGfifjzBkOHG6vxxn0uq2IIuC6kCLgmYgi4IiQM6dNMUXAKiFFwJNiioCJQoqAC8UUAStl"
        "FAF7iikCxssoAhiUi4/ryRn0wSnR2xUBk6VKNvlApiUQK0SAWCkCFC/h4soSAWEVsc1btwMe6kLxqL91v0bsgATzzsCJLkHAiT9SUU3WrQmcfJaK"
        "aspVetdSt1FRbXysOu6XNouKapPVDxk7LzABFk84A9ysPRXV5j22A6fHUFHNaDwXuIWIimpL7/eAMwVUVLNqzsH9suRUVFs9HALcumSKlLHsHODs"
        "lVRU226JBs4ZS0W13QzG/iVdqai2HxqF63dIpqLaMUdU9heHHkwdiGktXaWZozR3YOpUrob2glnAYziTaw+UMxE6/4WEGtpzZgGLOZPrR39NP4A/"
        "Z3KDibS7jYScyY3WTGcWcBlnchP5qHyK50Vyiuc8ZgFvL5RTPI+k/292ZznFc6cyiuckOcUzczVqtPKUUzx7MAs4wlRO8WxSRvHsQee94e0yimcT"
        "emvvG+dTQ7tNb+3JW8wC3ndCQvF8nN7ahRvorR0gKKN4niahhsYsXedu6+itDTlAf2TKFDnF8zL6ATz7UlN7Qf+kh3ELOcXz0nyK5zA5xfMYZgGf"
        "ypBQPHfNp3gOlVA8p+ZTPNtIKAfy6A3u84Te4MTkMsqBCxLKAa8yyoE9zP41oD803O4cNbVr9PNEPN0lp3g+WUbxPF9OOUA/T4OdUjnlAP08Ded2"
        "kFMO0M8TUzhMQjlAP09sbnsJ5cAA+gHiYqmpPVhR9nbF82stJl7BIEqfrLHiJSS+ssTzL2MnMLZem1i4b9Cfv+/vfKRbheza5wIcs1r9xdD8tKOT"
        "gXVaBALriryA9aKaQnPUF5gBG5jsAjb4+i4dyy+qAxvtPQlsfPEhsMmKO3AUm+4+A2xWVApc7YPtwOZdNvoz5nYa97NImu7PkM5HwNXdBwDXSJgN"
        "XNNiKq5vVXcwsNW9fsA2+m2BbU62BK51rSGw7YZwYLsT2bif/RRbYId1UcC1858B15ksAhYN08H9HHtpAztFPAV2bvINsEuti8Cu4QJqzj/tBa57"
        "/0dgt68WArs/PgDssX83ru95Zhmw16IFwN4fFVHTHjEc2HdmN2C/Dh2B/aVjcL+ARvHAgZKuwEENzuD6wdGpwCEmccChZtuiaVCdpiNeYA4c/pkh"
        "2iNueOH69T68CVz/iBlw5LijwA1W3AWO6rYWuGHRSeDo9E9xvZgum4AbBa0Gjk2aARxXfRJwfMDGaLJrPh3/FtOBE+9q43pJ9wZEMwDQCzjlZFY0"
        "p20Bzm+8oR5w2kEDtDcRjyhhyttatIsbfVXCFDcZcHOvRzg/PbsPcIbJWeDMsGv4fOa6Wzi/lfVh4FaTj5cw9exD4Da91pdwms7D59v2o+WTM5bj"
        "v11GTgmnaY7/9sHRJZymOf47OtCSynVXjH+tyvqDYQnhJVCZYEHlPn/ESbzTIhSCK9QvMFi5noDvNCTF4iuSJg5HJuHXrV1whjZKcQh+LVEQbQrH"
        "4V3R7mRymGGoLCHana/ki9TCUF8cEqmFoXZfVQ9DTR8v4iTIp+HVPZA2SskWtPt0PoB23+KZwH4Jy0TkqneBAxzScH5gpgifD9LvRhslPIPc9eM+"
        "2iiiOuSuE0xoehXm2jaKNsrXV9Feb7I32usffon2yF7VaKMcmIL2qCZltFGmvACO9mViWMzoH4EbWdNGi222Hzj2MW20+LR0cpecNlqixWi0J340"
        "Qz2sNnMgcMq5QuBUKW20xjs6A6dJaKM1mZME3DSZNpp4ZCdcr5kogomiHROB0wV2wBmxHsAZN2ijtXQ2AW55hDZalvZt4KwVtNFaXTkB3LqICX9t"
        "Lklwv+wuJW/HxkKgUBeBQoQHyxlAcyFCjSi5hqJ9akqusYAJwlVKbpWS+99QcjXiujMUfa/mujMWHCuuct1Vue7+O667X1vE7oV5TvEapbFl7EGq"
        "26qtdKnp9h5+cSubjeQAww14otY/fYsnYHODKyJqna/F8O/RruSAXQOgLtuvzgN1mJcFWntCMmidIfVART1oljhm24M6NaZZ4lz/BaiLF80SVzs5"
        "aF0TmiVuus+hfrv9cAfU/ZvbCFh4FMwg/aIUxz0P7AP12kzzxHvJYlCf6TRPfAtHgfr1o3nin5tHs6vt1BJOID1LaHb1K+EE0hQ0xKFlCTkhgPR5"
        "eAknkCY0uy7alpAT/IHr7XpWQk6wBI5cVgu0wY4fQKNGPQVtOOdL0OhOF0FjRt7H5zrJD1Y80nW0fztHVDFfKkRwh3xlqjhDeBkSLUMv/xDFkApT"
        "/AvFsAqJ8tFUDCezotRI/T7vMnPXdBXDsi5MVTS8fYmZu3pMTTQ+Ycmw7PW7zNw9159h2SPODMtO/VQ9c7fPamD7NacZNl1gBFx76nOGTUfIGTbt"
        "8zWwY4f9DJs23wfsnMr7u+RyabirVwnjYmHM5HUzWQTsbkK9xf1KCofbN9QjPD/rzLDpzk5o916VVMo4WiKwb8EWYL/CXIZNs5bieEBuAnBgzH5V"
        "iqY7aLAj9cMQF2PQUC3qh2GDqGeF3aR+GH5lCMOmp/bieL39OQybbloIHLl4KsOm00aCRo3sx7DprKag0R1bMmz6ziN8rlHjPnImQXYEjfPOAI2P"
        "8QNNMA0FTXS0IL1lA5ps7IvrJH/2BDjlphA4ddUF4MZH7gOnTf8JtMnKL0Cb9jsP2nxTDpfqBy8Azmi+GZ9rUWM4cMvA94FbPv8ANMuygPTiMNBW"
        "91uDtt7dHrTN55Gg2R/EgrbdWBs05z1X0HZz6+O6krYGwO0HOwB3sGZYumPrlxoqCaD9y+ztV1UBKkHYh1Sknln7d2Ee+xNz+tK+280khfOx0RTu"
        "00qZqHyYvrQ1h8QU7v2YqDyBo77OkJZyCneOesdsFl5wauzB5IRIW1oF3iZMTrB7RqvA5DatAb1a5LZHBehXeQEMj7PPOSGWF8DY4c9UuPICGHNz"
        "QV8VwBgyk6lwPc8xBNbOHjhQ3I4zXrSYIbCAqczpcRwJGmp5kHE07Y9IH/yE4+HfRjIE9uVQKdWbXgyBfbSROT3LmbrYYNa3OB5V9CVDYINqMaen"
        "exuGwLLnC8hlk0FjGzDlL85nP0NgdbiiJqHaI6Z+CsKlf63kBHQHRcejletlgxQDK1jTA0u7ooGlO04xm2op+6HSZ3SVPamEYR5TsU5DV7KVzXF/"
        "6jTHojnstehKvknXbq3zIf4c9qNKqNNMlVOnGSnX6LB/SGHv/q0RjeIvntAYPvA9MzrbfsXUtD6bhdRN1qgiuUXkbYfJqkhuN9LnvVWR3NEcxhfT"
        "VZHcLhzGu0NUGZ0pUuomzVSRXG8O49FBqkhuNdDozjVVkVwvDuP4x6pILuf4OFeuI4iPZSZwgt5ORnKdT3I43znLSK7OJtLjO1SR3BmgqWvn0YQ8"
        "ugGfS5s0VBXJZSZw03ckqkguM4GbZQ5RRXIzQdPDclSR3AjQFtbRqkiunfRXdCidP8FSikFsqNSllBrVK/YyJHuFvGKx4Cif4Eq0EZS5wEqFTnnr"
        "sCifMA3d2ldQwQoM3WWs86PnNZDLsmJ1/ppyt2Gm+I8od7Y/+OJ8u5PzqOyd7kBlb2Mpk5y2ziA/TtdhktNMLtty7B9GZW+xN/kxcxewSx7X4biG"
        "36WyF8mcODdbZ7S7O3CZmPvTlmj3FHDZludxKpdem48zR24J6yL5TF/PHLlC1kXy60flyz+XdZEC2q5ljlzaFNZhaiBjjpwP6yKFOFD5CjVjXaTQ"
        "5xnyt1xrKMg3xNf/Va0hxTsNjRddlfIvVMtEWSZwx/fvzdW/cQ1vunNpURpSUtp0EejDcDFVMFSQv9JI4StNlSB/hbFSL0hTXW4vqHBlIkt8aeWd"
        "hwjWHsYSXzrJ1crouLolJQuwhJh+LL6ZggUOsaSZC0t8Gd5+wmQGPZb4Mj7hy0UO5YUkNmzKJwuoCkl0b8VFDh9SwxE2ZvKMzQ+fCDhF9eQihTMp"
        "AmpmLDxRu4UzcJ1xLCQhShwE7DiWi5+cIrlIwrn7fC5KCNyL+7m6sgRb3ZpxUk5JXBTl9qgNWeC6jPbOFTvaO5/W5FKZjV5kgcXt1O2dCUPIAkMG"
        "kwV6rmMpsnYC2jviYLJA1BXaOwHUQENqH6C9YzmXpci058ipibEUWfi3dWjvfJnBUmQH0yXUxMYwTXT5aDk1sZ0sRVa0g/bOuyx9Ft29Ie2d8lJk"
        "5fZOg+VME/VZRr9seSmycnvHMwo48SHvl2zSu1Td3tFmKbIt1hLaO9+I1e0drgQtt3fEY1cAN8vYTfun67if2T9cefra/ikCbvlDRwntn26l6vZP"
        "41J1+8e3VN3+EZaq2z8+YnX7xxy4Q+QNlf1zT6zpmObfbAlVuAQspf4BiKzUyLMyXIxhB6UbRSmHymfa0Cif0Eqc5JXq8y/0i7efJ3JOdVuLNw8a"
        "DuHaZcPn6zGCjB7dZORqWRAT328wcb2GIxPEbZ8cBLWbRG3Nfs+PVJoHDqFH5uhLemQks+mRGcFIkmMyPSROOYy0OIvacpJu7c9JWtBQ/KbSXPfL"
        "a0xk//4EJVSJjsoBeIsSamUddY/MWC11CdVuJSXUYCrp/kmfoN3/usFf88xYMcITrh9HSfXyPUqquxImtH/djp6ZE40oqfbGUFKtc2FC+wJn4IaT"
        "9SmphunJKamG0zOTc52SKoaLen8hqap9RQ/Nd0yrLPfMvCqaWC6piiPpmVnjC227vGiiQlIBNwnZry6p2jBy90pSxRWrS6rkHsAtanJBRkuPbEqs"
        "h0wPzar+KSXW6SXArR6sBm69ZTRwm1OTJGqSalMHXC9nKBdktJvWnJ6aHC7IeOWpaTiBkio7B9fJbZyD8dopMhq4s7MeZrI8eyfgvJ9oLHV5pgvc"
        "9RCX/3U7fw24+zIu/+vxiQ5+v56jLwG/s4Qzaa/OsAUF+YWc2Xs35fK/Prkrgfv67QHuFzceuL95MfAAn+W4/oC7I4ALzMYCF5zIBX73dnfgQesS"
        "gAcfSwMeMqsj7vfe4oe43tCCeOBhg+ahXZrlBjw8yQh4RDh185G1N+D8QuvvgQtv1QYe5U3fxqgQagqjtQxwv9H7P8HnRz+hdBhT8wu0j5GzmGvR"
        "bGoaRaVc71T0cCvw2JLPgMd1Pgc8bvkIfH7caRZfHV+8Bu0TGnB544R+NAon7NkMPFE6Ge2Tanjg/Emp7xPPfx/tkyW9gSdffh/tMqcofF42lMVh"
        "pyRPAp6yrQHx3VXAU3NaA0/jZQXTRn1IfJDrvaZHsZjrDKPmaJ+R3RwnzphGTeh9Nxavff8GNb+ZgT/h/Jnd8hjJNKiP9llHrIBnCzqjfXYMjeTZ"
        "11lsds7GQOA5Z6oBz63GYrJzD74EnjeVxWfnLRlM/C01tw+WXQae3/sR2ucP5vidv/NT4AWjGTEvHhsGvLAXl8Evavc1Pr+4KesPL/FpDLzUj8Vp"
        "l+k8wPnLzUcBLz/H4rQr7jJivnLHe8Afni3E9VfNoa9s9bbOwGsGxQCvnZUEvK41+7u+wBN4Qyw1141ZXP67ydkReHMYI+ZbdHSAtzpy+f3WK/SV"
        "bRPcAt62/xDw9jOMmO9Y9Q2uv3NtfbTvGs/xu7vwKtr3dF8BvLe5GLgkdRzwPvfHOH+fhGni+7pOyVfM87/1p6Xzr/2DCmX2hiJl9DPjLzlO8S/9"
        "50ZgsG+wXwitQL7VkEZxoUqj+A9qFDv1xRVqFOWxnl/RKJpk0/3ZpPBClYZRpWFUaRhVGkaVhvG/pmNUUuDRuMEhXCRfqtQ/yoMkXv7hmg6UWFQU"
        "KBFMctqGaw3Vw5DSfkcXWKftdWDdtGvAeom6cJDrh+mgVo1B3WvABiMbABvpH3anxnQI2Pjah8AmX64ENj04AdhibgSwZa8eKyoIZLEQxlCZlm5S"
        "aoYgKVX56BTvfMIrOW6VmdxIYKx48dHUwqdGFQ2N/zX1MyCJqTOBke+wMkMAK2EE27IyRYgFK2GE3FvGygy6hhgfYSe0IPbCH7HQSMQFFmWsV3ob"
        "x+uvbaNKMSpmSnTxRlWK0QimRA9ZwJTovqw6FyOmmvsq+SGpKdf/ejNKHV+bu54kmDJKnXCLdZASbzFKnXSdakryUWu6avdQTUld9ROjxhOopqTN"
        "YJS6yZi5+VQzGaUW5zTi+l9ltbu3s6uHLgXhK/mXrCx8mhz3SvwFhpYH2jTMWfpvHGuYBGdxEKvABiujZsGai5oZVhQ10266CvHxyHVcw9ZgActY"
        "J8UU+zN6kgic/A3X1KXcGvyqLO8b2YrMXDRSRtfFSiElTlVm5SoEVYiGpxK1rJHaNv5KIaqKUYovCPTLo5MhwSGMTAYr0yjrBYdUovxU9ubVmNNg"
        "VLT8J1ErSWc15Q4u0hVpWorpRPGThOEn4fwaHqWxuUSvIpFuNpeWVbXRs1harSVrX9XdsCL/9ZynizlPLb9bY90MqEgNMLrNRTHGF1km1uRJLvMf"
        "9jA4aLYkgvkP4y4z/6GQwVZh/6asOdSRyayW6UxmrZ5WC5+vEUQDu6Yzk1mtqi9hOp/OYmDrB6OBba6OAq51isFW24/zOLPtKixVz29iMuvr/CYm"
        "s77Ob/IsVc9v4j5Tr/ObGGx9nd9kIlbLbyrP2S6f2Q4wuKuxfIrAAuFfSKH7Q6kUQa9SKYIrc8SLFnMhh+M7rF7mNJILOZybJMtU3R8qU474CcVa"
        "glTFiIeSp3jxidBQN80q6mbtHc2RD1Gn61yuexlaWEzd6D12O28h2p092gG7JI4EdrXkJnh13ToB172fA+xukAjs/nm08JdKrYrB3yz2pzEGN6jo"
        "6xo8Y8lJw9vjuMrv4lioHsbHWQLS4vxCYMuMi/kVaONvlu7QWMetBf/21R6/shri71/xEPjfSDq9JKZQLl9AUyKmUC5fQLNITKH88wU0rbjCWrWA"
        "JqgBVyAHN49ZT2FcvnDGeT2T28oXzkQzl/LVwhknrqx+tXBGl7rkq4UzXOf/euEM1/mXL5yJvniIdQsK7cuYpHoj/9eSP7VVCaA/a8LeQ397tmeC"
        "ajTVUJOy0+Ng2VdbUx0eA/N3++JbC90/xa8lXPkc1GLNLuxlaRmfgvOqh906DFXBpyawu2gAsPv5D4A9PpsH7LmHngqv1aX4vPeClrifzyQdtPtK"
        "x6Ldr1cY2v3b70Z7gLgb2gMblaE9KPAucLBrf+CQGs44P1SfnorQhy3RHnb9AtrDvxyH9ogjQrTX224OXH/VDODIOY1wfoMJh3F+1OABaG/Y8xna"
        "o7NXoj2mqR/aGzX0BY4N2AyceOUIzk863RTnJ3/SBDjloy+AU5cNx/mNZxvg/LQxW9DeZFB9tDft8t1hxireQXuz1J7AzRs8AE73XojzM+q44fwW"
        "Zl+gvaWgNdpb3jVEe+blSWjPOjkRuNWB6sCtN5bg/DZLE3B+9rQf0N529CC05/R3Q3u7vDVol2SuBm6fEgjcIVyO8zt6dQ4v3zP2/2nfCgLClXZl"
        "wyTlewUfmIInhDQtFXxAE+j10gKloRmkOUOkIiNIubg1RTnTp2hQsWkg+A8uJfDafIHr6pccYzHp6Xu4rr6QW8v69aNTxz93Sr6aat28u1xdtU4j"
        "fc51YuF23RizvMi8yYinjYHr7WbssP55rhOLXBYC2mAn14lFjWbeZMM5XCcW3Yl5kzGF1RirjGesMLYjy8DGuTJWGB/LmGCCHmOFic5cN5Z4Zydo"
        "sg6dX8nHuW4s5SrXjaWuZd5k46N0fqVNYt5kk9UDJb81W/wuY/0DJo7Uikx2nfxoLBLRNXOGyqondgLWe9QQ1MBfl/RLR1Aj82ukW3VAje8eBjVZ"
        "IMLnTc9+C2o2TBu02rZDoOY534AKZ60EtYg6CGpZMB60eu0VoDWyepK+GAdqFd6U9Poy3MfGsTvpoSJQW6000uXdQO0u+4Haj2kM6rDPArT2u4tB"
        "68zcjuuJWo0CdpSeBnVqtAjHnbveB3VxKgR1Tf4CtK52Z1A3j62kJ06BehjNIv0sF9fxvDEI2GvWSWDvz98H9RnvDuq7saCIjBSP8/ynti6ietQe"
        "NLBPZBEZK7aIjFW7iIzlWkTGEpA+NygiYzngOuEXbgBHPHlpSDXpM+D65y4DRy79zpBq0seGVJM+NSRjLTUkY60GjRm5r4iMNcmQjMXfLc73wyIy"
        "Fn+3BL3mhmSsPODEx4rn+hb3RhaMmqW0cKet0BLEKG2fGFhuylefCMVkEoNi7QoLO0C5Al9Z2Uhhcmu4gO7P+IZriXTNWBXTNfkY6d2bAo6TdaQn"
        "WK7cw2gK6bq1gje+5YRi5becs17xLZVlOWJQl0P56hPgX7liQP3r6IntpBQD4aAGfs9Jv2Q1eiPzr0m3sMin8V1uwW6ygCsbTc8yh8Fs6FN64LYx"
        "h8E856KAYoBbvltE0SNnWVAooBhgNfoaWZ1JX7DIp1U4t2C3ur5ASjHAHAabQ8OlFAPMYbBd3lFKMcAt3+3HsBq9wz5jKcXAPCnFAFdoilpx5abj"
        "wOkCigHGpp27MofBxek9tcdbV7vd7z9eiAGuz/Caxdi59+fMOfApWC2lGGCOgV8/5hb4T+V6kIC2raUUAyFSigHuOhPc3FpKMVAbNDSAK1BDn3Pr"
        "+XA75gSEX7jCoMxy5lDU23VASjHAFa+RS7nVfYMduwQUAx8zODCHK1CjOy0VUAxwhW2jeK5Lie3I3y3Od7GUYoC/W4JeqoBiQCKlGFgkeKti4LcY"
        "JCa+8oSAWUVcY2TObQ6NtrKMia1WB9Llw0A9XLl9qse6T+E2ie/NytIJenki/mrctjTxDrdjTNbJIT3eqfiXbiw9urFiMpW/QyZ+h0wNOoT+1XLC"
        "2nSsZuSE9Lj0j8iJPzQN/Bk5kTVJWiUn/gVywr2iAI/Zko7ca2W8LctOFcYDC/uFglrkusno/7WRMYATx71Wgp7IGMD5XsYAzgUZAzjHSB/soRv2"
        "6jqWnzpVzLJTH0/hXiu7dnPfu9VrhbQqFwhpVcqEtCqHC2lV9uFeK9kdhbQqM7jXSmQ8y055h3KvFXs3ut9NbVhuSi9WRqsyWEar0pV7rpy24l4r"
        "nxjIaFX+yL1Wltxg2anp57jXSuFnLDvVbxf3Wsldw7JTygXtf/jZv97bT7mVGvZU435qsa/jMa+iMZp67t4VBvZucSG0ic0PpMfI9aa7F6jGRQtw"
        "Q7UJbaUcF8ysE3Z7xnJkuYNZxa85MwmrJ4yQqAf2qsbFW1j2rPlYnVNFo6OKy//Q0/z1/RIrk7/rVvQELdac/Fng3aSUT7RUwid6UconSq3BWoeZ"
        "vtYP1lMrucq4X61TrDdj+zHrzdjtotZgvxrqoOKJUmuoPYGZznWGUGsQ9WB9G8fsFhxmjROolUSGUSvxdqc2Yk9tq64plTk3PWoNrwPvTyXqgfeL"
        "EvXAO6tI/eHAe5/BqsD7TuF/g1PdWD016FI+nys3WLWqXsKNXHWY+W79YBFX41+dxq0DTzGjuYpTK5FTgyqKwOvkH4TFpeuRJaLdsgJU36ieiG7O"
        "caQ37EGNhD1ID78ANS5rAmqy0RYsaVrqD2w25RlwtfWWwOa9LwELZ/uCWjQrAbV8VwhaPWBRMe2W+8VqMj/8oJrMt7FZoS7zfxynLvMvL1cfSfvG"
        "qo+khd3VR9LwNPWR1N5PfSSlpMrURpKnj9pI8jA2Vx9JN+6pj6Qjp9RH0sot6iNp7My/NoO/sWmuLgdDYtobWZUBCvRqSJVLCU1tpCuqSDb8voz/"
        "H5y1/ynSXCyoYJ2h/juUzgYR3LjH4Gl/auu1uHGPUelnwMY/ceMekw0v8CRNv+LGPa+09mVr8t/U2s1/tGB1vLHrKf0vrMdsaHetFLOH/UHWkHaY"
        "G8CaLBP6lvFJc4NqUY8WrJmdncCaLI3DfnujapOnrJldXpPloU3+n4rtjWfN8F+L7QW03aWqmT2zjLP5fFXN7HfL6GOQqmpmtyF93kFVM7uACeIX"
        "41Q1s1vnM9ZXV1UzOzKfsb5YVc1srhOLGu2qqpktAI3ubJD/i4wN+BhYaz3O9TPWzI5lrfXf3IgbXrXDQsb6FrOWx9oPhYz17cXn0iZflDHWx51S"
        "m77zDtrFE7hTarNMyuDmPTqBpofvQXtG40TgFtZNQFtGzSd97A+aecJXLTlJ+zdLtP7VEikIJ5qpFUqphOp+oooYrKbb8lIGwS8w+G14Xr2M5M1q"
        "pQyC/6yM5K5iMsrqKWSUeSPK3iaj1J0okpNB6CTzOM0VDZ4H6CTz2nyTTrgl5+mEm36UTrjC3Spn/Vo64XIXqJxwFBSou1fB8i71xVLKKod4bKrI"
        "Lx6eqfJZpaWnKv7FUVT+HWLSQ/UULd88aLrKU5VEbUfX7HhmOvx559XbNoL+DROk9m//CXTwpw3Fxqg8n7eakPnFWmaZyqGQGU8dmi4tBfLPfGNY"
        "BGh4DYlSj9ap0qP/yXq09p/9K3eWkt+Vw62RYmgpNWpjpSLdqPJGV4WFIw3NjkFAG/4wlZpY+cKIL/pRE9tpL6dosiujJla+MOJ5WZVfXQP+03+K"
        "TR9a0WgRfLKRe+50mMEajPOoZ+o0GgiqO2oA2l/VYLTlxqEGxi6swWhtRXoumKPtcQ1uIrLfjDHKLx8Bmy68C2y29SyjOMNZndn8/R0cbe03AVsM"
        "mMfRFjMDuHp8G442z42CqtH2Lxx10ZyV/x3K7S+tQJWSW0B16/+b6fnvswZpnSc6sxpM4p0jZbQGWQ0m+fiqMlqDrAaTunZiGa1B7ryVNqlXGa07"
        "B8mf32jjzT9dQbnyr1D7od8JVMo/kkJ1laq/0gRQmgI0ARRIYxabZ0Wi1GRnhEB9Yq0KWGtQ1P0zQtYuFYa0qp7sX3uy/yVFqdxBatIf2DC+Hun3"
        "mSxW7ZvJzQk/iwA2rRaRryY9vqEIfqWWH+Pmh8J+tvkMm3LzQ8v0Z/lVY+w/oChVHBzveBeKkWWLhnK14HiII3BN79ulakFU0xOl/8zg+Ftelf7X"
        "guNQIrR0XysJVWks/7rg+N8/5/9OekN52krVE/zHytpfSTBVhSRf+ehViYT9mN5skVtLSq2O6c3V00KZNh3EbSoqP1HpX5Zg+vc/919JPqji1H/o"
        "86poXbKy+oRysaeG603ECSpaq2LzHOqH0WruMGl8dylzkudzpbDp2X2gZkMvgVbbthjUPKcEVDhrFKhFFHeYtCzIo1pXmzuQ18hKJn3BHcitwr1I"
        "r4/EfWwck0gPdQK11fIkXZ4oYSTGFNR+DHcgdyi5A1o7jzuQ1ynm5CRK4A7kjlKWlXPyN8J9nLseB3Ux/x7U1VcL7XW1GwG7mV0FdrviwiDw7U+Y"
        "87hfH9jz2HLmPK5yplq3ZixzHsdzsynfid1B/bpdp1rXMw00IIWbSQW27IrrBHmuAg4OTQUOMZ4IHGrlAxz6YCVo2CNz0PBTLDsYcfoeaL1N3Eyq"
        "/t5q+FzktKbADeaXAUf1DQBuOPRz4OjsJqAxOZtBG0WyjGBs1PugcfaWoPG1C0ifMhc94UXrt7OTpWBFiZLdtpZqCZq0jstQvCg1G+WrT0Cg8oh3"
        "WgQ5TrMrL37JcC9f9lV81SSUsUzPCKjMCgTIB8mIFRgrXvyN/w/XXv7y"
    )
)
