from tests.browser.test_reports import *
async def test_shot(visit):
    for lang in ("ar","en"):
        page = await visit("reports/rep_1", "report", lang=lang)
        await page.screenshot(path=f"/work/scratch/notice/report_{lang}.png", full_page=False)
        await page.evaluate("document.querySelector('.desk').style.height='auto'")
        h = await page.evaluate("document.querySelector('.desk').scrollHeight")
        await page.set_viewport_size({"width":390,"height":h+40})
        await page.screenshot(path=f"/work/scratch/notice/report_{lang}.png")
        page = await visit("reports", "reports", lang=lang)
        await page.screenshot(path=f"/work/scratch/notice/reports_{lang}.png")
