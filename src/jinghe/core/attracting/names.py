"""Names of projects and companies, read into parts, so that words shared by all (有限公司, 项目) weigh nothing."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


def folded(text: str) -> str:
    """The text in half width and lower case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A folded text and how each of its characters is read; without readings a character stands for itself."""

    text: str
    syllables: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.text) != len(self.syllables):
            raise ValueError(
                f"{len(self.syllables)} syllables for the {len(self.text)} characters of {self.text!r}"
            )

    def __getitem__(self, span: slice) -> "Spoken":
        return Spoken(text=self.text[span], syllables=self.syllables[span])

    def without(self, pattern: re.Pattern[str]) -> "Spoken":
        """The same without what the pattern matches."""
        return self._only(_between(pattern, self.text))

    def without_word(self, word: str) -> "Spoken":
        """The same without the first occurrence of a word."""
        before, separator, _ = self.text.partition(word)
        if not separator:
            return self
        return self._only([(0, len(before)), (len(before) + len(word), len(self.text))])

    def _only(self, spans: list[tuple[int, int]]) -> "Spoken":
        if len(spans) == 1:
            return self
        return Spoken(
            text="".join(self.text[start:end] for start, end in spans),
            syllables=tuple(syllable for start, end in spans for syllable in self.syllables[start:end]),
        )


def spoken(text: str, pinyin: tuple[str, ...] = ()) -> Spoken:
    """A text and one syllable for each character of its folded form. Raises ValueError for another number of them."""
    plain = folded(text)
    return Spoken(text=plain, syllables=pinyin or tuple(plain))


# ---- companies -------------------------------------------------------------------------------------------------------

PROVINCES = (
    "北京 天津 上海 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 "
    "四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾"
).split()
CITIES = (
    "深圳 广州 东莞 佛山 珠海 惠州 中山 成都 绵阳 德阳 南充 宜宾 泸州 杭州 宁波 温州 嘉兴 绍兴 "
    "金华 台州 南京 苏州 无锡 常州 南通 扬州 武汉 宜昌 襄阳 长沙 株洲 湘潭 西安 郑州 洛阳 济南 "
    "青岛 烟台 潍坊 合肥 芜湖 厦门 福州 泉州 漳州 南昌 赣州 昆明 贵阳 遵义 南宁 柳州 沈阳 大连 "
    "长春 哈尔滨 石家庄 唐山 保定 太原 兰州 海口"
).split()
_FORMS = re.compile(
    r"股份有限公司|有限责任公司|私人有限公司|有限公司|总公司|分公司|子公司|公司|集团|控股(?!份)|股份|有限合伙|合伙企业"
    r"|普通合伙|个体工商户|企业|专业合作社|合作社|ltd|limited|inc|llc|gmbh|corp|pte|[.,\"'“”]|co(?=[.,]|ltd)"
)
_SEVERAL = re.compile(r"[、;/&+|]|,(?!ltd|inc|llc|limited)|联合体")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_FORMER = re.compile(r"^(?:原名?|曾用名|现|又名|简称|更名为)[::]?")
_TRADES = re.compile(
    r"新材料|新能源|供应链|房地产|生物科技|信息技术|人工智能|智能|科技|材料|能源|化工|化学|电子|电气|电器|电力|机械|装备|设备"
    r"|制造|工业|实业|产业|食品|饮料|农业|农牧|牧业|渔业|茶业|林业|药业|医药|医疗|生物|建材|建设|建筑|建工|投资|发展|置业"
    r"|地产|物流|贸易|商贸|商业|商务|文旅|旅游|文化|酒店|教育|环保|环境|节能|光电|光伏|半导体|微电子|通信|网络|数据|数字"
    r"|软件|信息|汽车|梯业|铝业|锂业|矿业|钢构|钢铁|金属|五金|塑业|塑料|包装|印刷|家居|家具|服饰|服装|纺织|鞋业|鞋服|箱包"
    r"|玻璃|陶瓷|纤维|电路|电机|仪器|器械|体育|技术|工程|管理|服务|运营|资产|资本|基金|租赁|农贸|冷链|开发|水务|燃气|石化|锂电"
)
_VAGUE_TRADES = re.compile(
    r"科技|实业|产业|投资|发展|技术|工业|建设|管理|服务|运营|资产|资本|制造|开发|工程|材料"
)
_NAMELESS = re.compile(
    rf"(?:{_TRADES.pattern}|国有|国投|城投|文投|农投|交投|水投|城市|城镇|城乡|乡村|交通|经济|园区|产投|国资)+"
)
_NOBODY = re.compile(
    r"(?:暂|尚|待|未|拟|另)?(?:定|无|缺|填|报|知|明|确定|确认|引进|招引|落实|补|补充|招商)?|不详|保密|未知|[-—/·.]+|某.*|.*(?:商会|协会|联合会)"
)
SHORTEST_BRAND = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company by its name: the whole without its legal form, and its brand 字号 without place and trade.

    is_bare: the name was typed without a legal form, as abbreviations are. seat, province: where the name says so.
    is_nameless: the brand is no more than a trade, so that the seat alone tells it from others (渠县文旅投资).
    """

    shown: str
    whole: Spoken
    placeless: Spoken
    brand: Spoken
    trades: frozenset[str]
    seat: str
    province: str
    is_bare: bool
    is_nameless: bool


# ---- projects --------------------------------------------------------------------------------------------------------

_NUMBER = r"(?:\d+(?:\.\d+)?|[一二三四五六七八九十百千两]+)"
_QUANTITY = re.compile(
    rf"(?:年产(?:能|量)?|日处理|装机|产能|规模)?{_NUMBER}(?:余|多)?[万亿千百]?"
    r"(?:吨|台|套|件|米|平方米|立方米|平米|m2|只|辆|头|亩|条|块|片|双|张|根|瓶|座|千瓦|兆瓦|gwh|mwh|gw|mw|kw|kv|g(?![a-z]))"
    r"(?:/?(?:年|天|日))?|年产(?:能|量)?|\d+"
)
_PHASE = re.compile(r"第?([一二三四五六七八九十]|\d{1,2}|i{1,3}|iv)期(?:工程)?")
_ADDED = re.compile(r"改?扩建|扩能|扩产|增资|增产|追加(?:投资)?|续建|技术改造|技改|升级改造|增补")
_LOT = re.compile(
    r"([a-z]\d{0,2}|\d{1,4}|[一二三四五六七八九十]+)(?:号|[#-])?(?:地块|标段|宗地|号楼|栋|组团)"
)
_FRAME = re.compile(
    r"项目|关于|签约|框架|合作|协议|合同|意向|投资|建设|工程|生产线|产线|生产|制造|基地|产业园区?|产业新城|工业园|园区|园"
    r"|精深加工|深加工|加工|一体化|新建|系列|产品|及|与|和|的|[()\[\]【】《》<>、,.:;/+&“”\"'·—_-]"
)
_ORDINARY = re.compile(
    r"标准化?|厂房|冷链|物流|仓储|配送|电商|电子商务|直播|农旅|融合|养殖|种植|种养|循环|生猪|光伏|发电|农光互补|分布式|污水|处理|厂"
    r"|振兴|商业|商住|综合体?|酒店|五?星级|康养|度假|区|养老|服务|中心|城市|城乡|乡村|县城|旅游|文旅|文化|示范|农产品|农业|食品|新能源"
    r"|新材料|汽车|零部件|配件|智能|智慧|现代|数字|大数据|配套|基础设施|孵化|充电桩|站|市场|商贸|购物|更新|改造|开发|片区|地块|医院"
    r"|学校|新型|高端|绿色|装备|设备|产业|科技|电站|储能|牛肉|制品|玉米|家具|包装|印刷|管网"
)
_LEAST_SPECIFIC = 2
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_DIGITS = {character: str(value) for value, character in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What the name of a project says: its subject, the places it names, its phase, additions and lots.

    is_ordinary: nothing in the subject sets it apart from the projects of other investors (标准化厂房, 冷链物流).
    """

    folded: str
    subject: Spoken
    places: frozenset[str]
    phase: str
    addition: str
    lots: frozenset[str]
    is_ordinary: bool


class NameReader:
    """Reads names of projects and companies; `places` are the place names of the city, with or without 市, 县, 区."""

    def __init__(self, places: Iterable[str] = ()) -> None:
        stems = {re.sub(r"(?<=..)[市县区]$", "", folded(place)) for place in places} - {""}
        self._stems = tuple(sorted(stems, key=lambda stem: (-len(stem), stem)))

    @cached_property
    def _place(self) -> re.Pattern[str]:
        """Places of the city, as they stand anywhere in the name of a project."""
        stems = "|".join(map(re.escape, self._stems))
        return re.compile(rf"({stems})(?:市|县|区|经开区|高新区)?" if stems else r"(?!)")

    @cached_property
    def _seat(self) -> re.Pattern[str]:
        """Where a company is registered, as it stands before the brand."""
        known = "|".join(map(re.escape, (*self._stems, *PROVINCES, *CITIES)))
        return re.compile(
            rf"^(?:(?:{known})(?:省|市|县|区|自治区|特别行政区)?|[一-龥]{{2,3}}[市县](?=[一-龥]{{2}}))+"
        )

    def companies(self, name: Spoken) -> tuple[Company, ...]:
        """The companies that a text names, former and foreign names among them; none for 待定 and for chambers."""
        companies = []
        for start, end in _between(_SEVERAL, name.text):
            part = name[start:end]
            aliases = [part[slice(*match.span(1))] for match in _BRACKETED.finditer(part.text)]
            main = part.without(_BRACKETED)
            companies += [
                self._company(main),
                *(self._company(alias.without(_FORMER)) for alias in aliases if _is_alias(alias)),
            ]
        return tuple(company for company in companies if company is not None)

    def _company(self, name: Spoken) -> Company | None:
        if _NOBODY.fullmatch(name.text):
            return None
        whole = name.without(_FORMS)
        seat = self._seat.match(whole.text)
        placeless = whole[seat.end() :] if seat else whole
        if len(placeless.text) < SHORTEST_BRAND:
            placeless = whole
        trade = _TRADES.search(placeless.text, SHORTEST_BRAND)
        brand = placeless[: trade.start()] if trade else placeless
        if not whole.text or len(brand.text) < SHORTEST_BRAND:
            return None
        tail = placeless.text[len(brand.text) :]
        return Company(
            shown=name.text,
            whole=whole,
            placeless=placeless,
            brand=brand,
            trades=frozenset(_TRADES.findall(tail)) - frozenset(_VAGUE_TRADES.findall(tail)),
            province=next((province for province in PROVINCES if whole.text.startswith(province)), ""),
            seat=whole.text[: len(whole.text) - len(placeless.text)],
            is_bare=whole.text == name.text,
            is_nameless=_NAMELESS.fullmatch(brand.text) is not None,
        )

    def title(self, name: Spoken, companies: tuple[Company, ...]) -> Title:
        """What the name of a project says, given the companies that invest in it."""
        phase, addition = _PHASE.search(name.text), _ADDED.search(name.text)
        lots = frozenset(_plain_number(match[1]) for match in _LOT.finditer(name.text))
        rest = name.without(_PHASE).without(_ADDED).without(_LOT)
        for company in companies:
            rest = rest.without_word(company.brand.text)
        located = rest.without(self._place)
        bare = located.without(_QUANTITY).without(_FRAME)
        subject = bare if len(bare.text) >= SHORTEST_BRAND else rest.without_word("项目")
        return Title(
            folded=name.text,
            subject=subject,
            places=frozenset(match[1] for match in self._place.finditer(rest.text)),
            phase=_plain_number(phase[1]) if phase else "1",
            addition=addition[0] if addition else "",
            lots=lots,
            is_ordinary=len(_ORDINARY.sub("", subject.text)) < _LEAST_SPECIFIC,
        )


def _plain_number(text: str) -> str:
    return _ROMAN.get(text) or _DIGITS.get(text) or text


def _is_alias(name: Spoken) -> bool:
    """Whether a bracket holds another name of the company: 原…, or letters."""
    return bool(_FORMER.match(name.text)) or (len(name.text) > 2 and name.text.isascii())


def _between(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """The spans of the text that the pattern separates."""
    starts = [0, *(match.end() for match in pattern.finditer(text))]
    ends = [*(match.start() for match in pattern.finditer(text)), len(text)]
    return list(zip(starts, ends, strict=True))
