"""Which key of the format is meant by another word for it, in English or Arabic: what people write before they look."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from detente.situation.identifiers import nearest, normal

# A key of the format, and what it is called elsewhere.
CALLED = {
    "title": "name label heading عنوان العنوان",
    "date": "as_of when day تاريخ التاريخ",
    "sources": "references bibliography documents مصادر المصادر مراجع المراجع",
    "passages": "quotes quotations citations مقاطع المقاطع اقتباسات الاقتباسات",
    "actors": "parties players agents stakeholders states decision_makers dms أطراف الأطراف فاعلون الفاعلون الجهات",
    "drivers": "uncertainties uncertain parameters factors variables assumptions عوامل العوامل",
    "words": "scale_words vocabulary كلمات الكلمات",
    "options": "actions strategies choices moves خيارات الخيارات",
    "agreements": "deals treaties negotiations agreement اتفاقات الاتفاقات اتفاق",
    "outcomes": "states scenarios نتائج النتائج",
    "moves": "transitions حركات الحركات",
    "statements": "definitions predicates عبارات العبارات",
    "rules": "constraints infeasible restrictions قواعد القواعد قيود القيود",
    "cuts": "exclusions",
    "status_quo": "statusquo current initial initial_state today now start الوضع_القائم الوضع_الراهن",
    "preferences": "utilities payoffs wants interests تفضيلات التفضيلات مصالح المصالح",
    "issues": "topics dimensions مسائل المسائل قضايا القضايا",
    "ties": "relations links network alliances روابط الروابط علاقات العلاقات",
    "dependence": "dependencies dependency اعتماد الاعتماد",
    "questions": "queries question أسئلة الأسئلة",
    "variants": "scenarios alternatives what_ifs بدائل البدائل سيناريوهات",
    "perceptions": "beliefs views hypergame تصورات التصورات",
    "left_out": "omitted limitations excluded",
    "file": "text content body path filename ملف الملف",
    "language": "lang لغة اللغة",
    "published": "date year day تاريخ التاريخ",
    "rating": "reliability credibility grade تقييم التقييم",
    "source": "sources document from cites مصدر المصدر",
    "quote": "text quotation passage words اقتباس الاقتباس نص النص",
    "name": "title label display_name caption full_name اسم الاسم",
    "aliases": "alias aka synonyms also_called",
    "code": "iso iso3 id cow",
    "capability": "power strength resources weight capabilities قدرة القدرة قوة القوة",
    "inertia": "threshold least_gain minimum_gain",
    "value": "range default initial estimate number level low_high قيمة القيمة",
    "low": "min minimum lower from least الأدنى",
    "high": "max maximum upper to most الأعلى",
    "likely": "mode mean central best middle الأرجح",
    "text": "name title label description question caption summary statement_text نص النص وصف الوصف اسم الاسم",
    "otherwise": "else if_not negation no_text وإلا",
    "levels": "values choices options states steps domain مستويات المستويات",
    "move": "direction reversible irreversible",
    "parties": "members actors players signatories who participants أطراف الأطراف",
    "terms": "issues clauses options items provisions بنود البنود شروط الشروط",
    "pledges": "commitments promises obligations تعهدات التعهدات التزامات",
    "disagreement": "batna no_deal reservation fallback",
    "leave": "withdraw withdrawal exit",
    "statement": "if expression condition holds formula when is asks عبارة العبارة شرط الشرط",
    "goals": "objectives aims interests wants wishes أهداف الأهداف غايات",
    "ranking": "order ranks preference_order ترتيب الترتيب",
    "priorities": "priority lexicographic أولويات الأولويات",
    "want": "goal target objective wants seek like if statement يريد تريد",
    "avoid": "against dislike not prevent يتجنب تتجنب",
    "weight": "importance value utility points score strength priority size worth وزن الوزن أهمية الأهمية",
    "cites": "cite source sources ref refs reference references citation passage quote مصدر المصدر مصادر المصادر",
    "why": "reason because rationale justification basis reasoning explanation السبب سبب لماذا",
    "note": "comment notes remark remarks description comments ملاحظة ملاحظات",
    "never": "not forbid infeasible impossible لا",
    "then": "implies requires",
    "position": "value stance place ideal موقع الموقع",
    "salience": "importance weight priority أهمية الأهمية",
    "positions": "stances ideal_points places مواقع المواقع",
    "scale": "range ends axis labels مقياس المقياس",
}  # fmt: skip


def meant(written: str, known: Collection[str], present: Iterable[str] = ()) -> str | None:
    """The key of `known` that is meant: another word for one not `present`; otherwise the one spelt most alike."""
    word = normal(written).casefold().replace("-", "_").replace(" ", "_")
    taken = set(present)
    called = (key for key in known if key not in taken and word in CALLED.get(key, "").split())
    return next(called, None) or nearest(written, known)
