## The words of money: fetched with the wallet, not with the first page.
