"""A calendar file of the office that cannot be used is said on the page that needs it."""

from tests.web.markup import markup


def test_the_page_says_which_file_and_what_to_do(city, visit, settings, tmp_path):
    settings.JINGHE_CALENDAR = tmp_path
    (tmp_path / "本市.toml").write_text("paper = 3", "utf-8")
    page = visit("reviewer", "/leads/")
    assert page.status_code == 503
    assert "工作日历文件“本市.toml”无法使用" in markup(page)
    (tmp_path / "本市.toml").unlink()
    assert visit("reviewer", "/leads/").status_code == 200
