"""A bulletin in a real browser: a number that was changed stops it, the second person reads it and it is issued."""


def open_october(page):
    page.goto("/bulletins/")
    page.get_by_role("link", name="关于2022年1—10月全市经济合作目标任务完成情况的通报").first.click()


def retype(page, before, after):
    """Changes a word in the box of the first paragraph that has it."""
    page.get_by_role("link", name="改文字").click()
    box = page.locator("textarea").filter(has_text=before).first
    box.fill(box.input_value().replace(before, after))
    page.get_by_role("button", name="保存并核对数字").click()


def test_from_a_changed_number_to_an_issued_bulletin(enter):
    writer = enter("shenhe")
    open_october(writer)
    retype(writer, "〔83.3〕", "〔38.3〕")
    assert writer.locator(".piece.wrong .fault").inner_text() == "文中为“38.3”，台账为“83.3”，请改回"
    open_october(writer)
    retype(writer, "〔38.3〕", "〔83.3〕")
    assert writer.get_by_text("已保存，数字与台账一致").is_visible()

    reader = enter("jixiao")
    open_october(reader)
    assert reader.get_by_role("button", name="核稿通过").count() == 0
    reader.get_by_role("link", name="看预览").click()
    assert reader.locator("article.official [data-figure='e:elapsed']").first.inner_text() == "83.3"
    reader.get_by_role("link", name="看完了，回到通报").click()
    reader.get_by_role("button", name="核稿通过").click()
    reader.get_by_label("发文字号").fill("达市经合办〔2022〕9号")
    reader.get_by_role("button", name="印发").click()
    assert "达市经合办〔2022〕9号" in reader.locator("p.official-number").inner_text()
    reader.get_by_role("link", name="核验").click()
    assert reader.get_by_text("都能由当时已入账的内容重新算出").is_visible()
