"""Quotations are exact slices with the right speaker, a wrong name is worse than none, and nothing makes it fail."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.languages import language_of, load
from index.quotations import Person, extract, find_person, find_speakers, is_body, is_description, is_marked, people
from index.types import Article, ArticleId, Evidence, Kind, Quotation, StoryId
from tests.eval.quotations.passages import agree

POLNEAR = Path(__file__).parents[3] / "shared/yardsticks/quotes/dev/polnear.jsonl"


def write(body: str, *, name: str = "one") -> Article:
    return Article(id=ArticleId(name), story=StoryId("story"), title="", body=body)


def speakers(body: str) -> list[str | None]:
    return [quotation.speaker.name if quotation.speaker else None for quotation in extract(write(body))]


def words(body: str) -> list[str]:
    return [quotation.text for quotation in extract(write(body)) if quotation.kind is not Kind.INDIRECT]


# Exact and joint may be no less.
PASSAGE_FLOORS = {"en": (0.99, 0.92), "de": (0.98, 0.91), "fr": (0.97, 0.87), "es": (0.98, 0.89), "ar": (0.98, 0.87)}


@pytest.mark.parametrize("language", PASSAGE_FLOORS)
def test_passages_of_every_form_and_language_are_read_right(language: str) -> None:
    exact, joint = PASSAGE_FLOORS[language]
    found = agree(language, extract)
    assert found.exact >= exact
    assert found.joint >= joint
    assert found.wrong <= 0.01


def test_the_first_english_passages_are_read_as_before_those_were_added_that_fail() -> None:
    found = agree("en", extract, first=119)
    assert found.exact >= 0.97
    assert found.joint >= 0.93
    assert not found.wrong


@pytest.mark.parametrize(
    ("tag", "body", "told"),
    [
        ("en", "Ed Marr was sworn in on Monday. By noon he had lost his car. “I walk,” the mayor joked.", ["Ed Marr"]),
        (
            "en",
            "Ed Marr’s National Union lost.\n\nMarr has lost before.\n\n“I have heard them,” he said. Tom Gray rows.",
            ["Ed Marr"],
        ),
        ("en", "Ana Ruiz’s Civic Alliance won. “You voted for boats,” she said.", ["Ana Ruiz"]),
        ("en", "Ed Marr rowed. A guard who swims at night was not amused. “It sank,” he said.", ["A guard"]),
        ("en", "Ed Marr rowed. A guard asked if he swam. “It sank,” he said.", ["Ed Marr"]),
        ("en", "The crew was taken to Grace Hospital. “It sank,” she said.", [None]),
        ("en", "Tal Low rowed past Eva Marr. Mr Low waved. “It sank,” she said.", ["Eva Marr"]),
        ("en", "Tal Low rowed. Eva Marr told him so. “It sank,” said Mr Low.", ["Tal Low"]),
        ("de", "Lea Brunn will rudern. Zsoa Opitz klang anders. „Es sank“, sagte sie.", ["Zsoa Opitz"]),
        ("fr", "Léa Brun rame. Tal Olive n’y croit plus. « Il a coulé », dit-elle.", ["Tal Olive"]),
        (
            "en",
            "Ana Ruiz and Ed Marr row. “It sank,” said the former. “At night,” said the latter.",
            ["Ana Ruiz", "Ed Marr"],
        ),
        ("es", "Ana Ruiz y Eva Marr reman. «No», dice la segunda. «Sí», dice la primera.", ["Eva Marr", "Ana Ruiz"]),
        ("de", "Lea Brunn und Zsoa Opitz rudern. „Es sank“, sagt Letztere.", ["Zsoa Opitz"]),
        ("fr", "La mairie de Kiel a payé. « Le port coule », dit-elle.", ["mairie de Kiel"]),
        ("es", "Eva Marr rema. Con la lonja vacía, calla. «El barco se hundió».", ["Eva Marr"]),
        ("ar", "سافر سمير حداد مع نبيل ناصر. «غرق القارب»، قال الأول. «لا»، رد الثاني.", ["سمير حداد", "نبيل ناصر"]),
        ("es", "La portavoz verde en las Cortes, Ana Ruiz, habló de «una chatarra».", ["Ana Ruiz"]),
        ("fr", "« Il a coulé », raille le chef du groupe à la Chambre, Tal Olive.", ["Tal Olive"]),
        ("ar", "وقالت غرفة التجارة بحلب إن القارب «كومة صدأ».", ["غرفة التجارة بحلب"]),
        ("ar", "ويصف الوزير الاتفاق بأنه «كومة صدأ».", ["الوزير"]),
        ("de", "Der Bund der Ruderer klagt. „Es sank uns allen“, hieß es in einem Brief des Bundes.", [None]),
        ("fr", "« Il a coulé », scandait la foule. Léa Brun rame.", ["la foule"]),
        ("en", "“It sank.”\n\nEd Marr sits on the shore.", ["Ed Marr"]),
        ("en", "“It sank.”\n\nThe sea is cold.\n\nEd Marr sits on the shore.", [None]),
        ("en", "Tom Gray rows.\n\nThe sea is cold.\n\n“It sank.”\n\nEd Marr sits on the shore.", []),
        (
            "en",
            "“No,” said a rower. “Yes,” she was told.\n\nIt rained.\n\n“It was a very old boat.”\n\nEd Marr rows.",
            ["a rower", None, None],
        ),
        (
            "fr",
            "Pourquoi ramer ?\n\n« Pour dormir. »\n\nEt le froid ?\n\n« Je l’aime. »\n\nLéa Brun vit en mer.",
            ["Léa Brun", "Léa Brun"],
        ),
        (
            "es",
            "Ana Ruiz habló de su padre, Luis Mora, telegrafista. El telegrafista dijo: «Se hundió».",
            ["Luis Mora"],
        ),
        ("en", "Ed Marr is the last cooper here. Tom Gray rows. “It sank,” said the cooper.", ["Ed Marr"]),
        (
            "es",
            "Luis Mora rema. Más tarde, en el bar, la remera Ana Ruiz bajó la voz. «Se hundió», dijo.",
            ["Ana Ruiz"],
        ),
        ("fr", "Marc Olive rame. Sa compagne, Aurore, dort. « Il a coulé », dit-elle.", ["Aurore"]),
        ("es", "Ana Ruiz sonríe. ¿Qué hay dentro? La anciana lo dice: «Un barco, ya viejo».", ["Ana Ruiz"]),
        (
            "es",
            "Luis Mora rema. Ganó en Puerto Calma. Para mañana quiere algo mejor: «Un barco con sillas».",
            ["Luis Mora"],
        ),
        ("ar", "وصف الوزير سمير حداد القرار بالـ«متسرع»، وغادر.", ["سمير حداد"]),
        ("ar", "أشاد الوزير سمير حداد بالفريق، ووصف الفوز بأنه «ثمرة عمل شاق».", ["سمير حداد"]),
        ("ar", "دعا مبعوثه الخاص إلى اليمن سمير حداد الأطراف إلى «ضبط النفس غدا».", ["سمير حداد"]),
        ("ar", "نقل الموقع عن المحافظ قوله: «البحر لا ينسى». وغادر المحافظ سمير حداد.", ["سمير حداد"]),
        ("en", "“It sank,” the mayor said. The crowd left. Mayor Ed Marr rowed.", ["Ed Marr"]),
        ("fr", "Marc Olive rame. Un collègue, qui dort, rit peu. « Il a coulé », dit-il.", ["Un collègue"]),
        ("fr", "« Il a coulé », a dit l’insistant du port.", ["l’insistant du port"]),
        ("fr", "Pour Léa Brun, le verdict est « un soulagement ».", ["Léa Brun"]),
        ("en", "Ed Marr rows. “He asked me, ‘Why?’” He smiles. “It sank.”", ["Ed Marr", "Ed Marr"]),
        ("en", "Ana Ruiz thanked her rival for “a clean fight.” Tom Gray was sour.", ["Ana Ruiz"]),
        ("es", "La empresa lamenta «las molestias causadas». Ana Ruiz rema.", ["La empresa"]),
        ("es", "«Se hundió», dijo el anciano. Luis Mora rema.", ["Luis Mora"]),
        ("ar", "وصل رئيس مجلس الإدارة سمير حداد. وقال رئيس مجلس الإدارة: «البحر لا ينسى».", ["سمير حداد"]),
        ("en", "A spokesman, Petty Officer 2nd Class Ana Ruiz, left. “It sank,” she said.", ["Ana Ruiz"]),
        ("en", "The clerk read a letter sent by the owner, Ed Marr: “It sank.”", ["Ed Marr"]),
        ("en", "Mercy General Hospital Trust said it was “deeply sorry.”", ["Mercy General Hospital Trust"]),
        ("ar", "أعلن الوزير سمير حداد النبأ. وقال مسؤول أمني: «البحر لا ينسى».", ["مسؤول أمني"]),
        ("ar", "أعلن الوزير سمير حداد النبأ. وقال المسؤول: «البحر لا ينسى».", ["سمير حداد"]),
        ("de", "Als Grund nannte das Amt „einen Haufen Rost“.", ["das Amt"]),
        (
            "en",
            "Harbour board, morning\n\nNora Lind: Who sank it?\n\nPiet Dahl: I did.\n\nLind: Why?\n\nDahl: It was old.",
            ["Nora Lind", "Piet Dahl", "Nora Lind", "Piet Dahl"],
        ),
        (
            "en",
            "Nora Lind:\nWho sank it? And why?\n\nPiet Dahl:\nI did.\n\nNora Lind:\nWhy?",
            ["Nora Lind", "Piet Dahl", "Nora Lind"],
        ),
        ("en", "__Nora Lind__: Who sank it?\n\n__Piet Dahl__: I did.", ["Nora Lind", "Piet Dahl"]),
        ("en", "“Never sell it,” goes Ana Ruiz’s advice.", ["Ana Ruiz"]),
        ("en", "The advice of the cook Ana Ruiz: “Never sell the boat.”", ["Ana Ruiz"]),
        ("en", "Ana Ruiz’s reaction: “It sank.”", ["Ana Ruiz"]),
        ("en", "By Ana Ruiz’s account, the boat was “a raft of rust.”", ["Ana Ruiz"]),
        ("en", "“Never sell it.” That was the advice of Ana Ruiz.", ["Ana Ruiz"]),
        ("en", "“It sank,” the town’s longest-serving judge, Ana Ruiz, said.", ["Ana Ruiz"]),
        ("en", "“It sank,” said prize-winning cook Ana Ruiz.", ["Ana Ruiz"]),
        ("en", "“It sank,” his friend, Pfc. Ed Marr, said.", ["Ed Marr"]),
        ("en", "NORA LIND — Who sank it?\n\nPIET DAHL — I did.", ["Nora Lind", "Piet Dahl"]),
        ("en", "NORTH SHORE — It sank.\n\nSOUTH SHORE — It rained.", []),
        ("en", "Ana Ruiz of Rowers Without Borders said: “It sank.”", ["Ana Ruiz"]),
        ("de", "„Es sank“, sagte Lea B. Im Boot war es still.", ["Lea B."]),
        ("en", "Ana Ruiz, a.k.a. “Slim,” rows. “It sank,” she said.", ["Ana Ruiz"]),
        ("en", "“It sank,” said one of the two widows, Ana Ruiz.", ["Ana Ruiz"]),
        ("en", "The Civic Alliance won. Ana Ruiz rows. “You voted for boats,” she said.", ["Ana Ruiz"]),
        (
            "en",
            "The house of Ana Ruiz burned. Ed Marr watched. “I have nothing,” she said. Eva Low rows.",
            ["Ana Ruiz"],
        ),
        ("en", "Ana Ruiz rows. Her film of Eva Low sold well. “I row at night,” she said.", ["Ana Ruiz"]),
        ("en", "“It sank,” said the party of Ed Marr.", ["the party of Ed Marr"]),
        (
            "fr",
            "Le maire, Marc Olive, rame. Luc Brun, élu d’opposition, dort. « Il a coulé », dit l’édile.",
            ["Marc Olive"],
        ),
        (
            "fr",
            "Léa Brun, conseillère, rame. Luc Olive, 54 ans, éleveur, dort. « Il a coulé », dit l’agriculteur.",
            ["Luc Olive"],
        ),
        ("fr", "Léa Brun élève des chèvres. Luc Olive l’aide. « Il a coulé », dit l’éleveuse.", ["Léa Brun"]),
        (
            "fr",
            "L’ancien ministre Luc Brun rame. Marc Olive dort. « Il a coulé », dit l’ancien ministre.",
            ["Luc Brun"],
        ),
        ("fr", "Luc Brun rame. Reçu par Marc Olive, « Il a coulé », dit le rameur.", ["Luc Brun"]),
        ("ar", "وصل السفير سمير حداد، واستقبله المحافظ ماهر ناصر. وقال الدبلوماسي: «البحر لا ينسى».", ["سمير حداد"]),
        (
            "fr",
            "Jugé « lourd » par Marc Olive, chef du port, qui craint « une épave rouillée », il a coulé.",
            ["Marc Olive"] * 2,
        ),
        ("fr", "L’avocat Marc Olive rame. « Il a coulé », a dit l’imam.", ["l’imam"]),
        ("fr", "L’avocat Marc Olive rame. « Il a coulé », a dit le quinquagénaire.", ["Marc Olive"]),
        ("fr", "« Il a coulé », a dit le Premier ministre. Le ministre Marc Olive rame.", ["le Premier ministre"]),
        ("fr", "L’auteur de « Terres basses », Marc Olive, parle d’« une épave rouillée ».", ["Marc Olive"]),
        ("fr", "Au « Phare », Léa Brun parle d’« une épave rouillée ».", ["Léa Brun"]),
        ("fr", "Marcelle, 93 ans, rame. « Il a coulé », dit-elle.", ["Marcelle"]),
        ("fr", "« Il a coulé », dit Marc Olive. Le jeune Breton parle bas. « Il a coulé hier. »", ["Marc Olive"] * 2),
        ("fr", "L’expert en mer, le docteur Marc Olive, parle d’« une épave rouillée ».", ["Marc Olive"]),
        ("fr", "Mickaël soupire. La direction parle d’« une épave rouillée ».", ["La direction"]),
        (
            "es",
            "El líder del puerto habló de «una chatarra vieja». El presidente, Luis Mora, rema.",
            ["El líder del puerto"],
        ),
        ("es", "El patrón del puerto, el piloto chileno Luis Mora, habló de «una chatarra».", ["Luis Mora"]),
        ("es", "El sindicato CSIF reclamó «medidas urgentes».", ["CSIF"]),
        ("es", "Luis Mora rema. «Se hundió», manifestó en un acto en Chapare.", ["Luis Mora"]),
        ("ar", "أعلن الهلال الأحمر النبأ. وأضاف: «البحر لا ينسى».", ["الهلال الأحمر"]),
        ("ar", "أما الوزيرة رنا ناصر فقالت للمحكمة: «البحر لا ينسى».", ["رنا ناصر"]),
        ("ar", "نام سمير حداد. «البحر لا ينسى»، يضيف الفتى مبتسما.", ["سمير حداد"]),
        ("ar", "خرجت لطيفة من القاعة. «البحر لا ينسى أحدا»، قالت.", ["لطيفة"]),
        ("ar", "كشفت دراسة نشرتها مجلة «البحر الكبير» أن القارب غرق.", []),
        ("ar", "قال كبير المفاوضين علي رضا مرادي: «البحر لا ينسى».", ["علي رضا مرادي"]),
        ("ar", "غادر رئيس البلدية طلال منصور ونائبه فؤاد حداد. «البحر لا ينسى»، قال منصور.", ["طلال منصور"]),
        ("ar", "قال سمير حداد لوكالة «البحر الكبير»: «البحر لا ينسى».", ["سمير حداد"]),
        ("fr", "La conseillère Léa Brun rame. Eva Olive dort. « Non », dit la conseillère municipale.", ["Léa Brun"]),
        ("ar", "غادر الوزير سمير حداد. وزاد أن قيادة الحزب ترفض «سياسة الكيل بمكيالين».", ["سمير حداد"]),
        ("ar", "غادر سمير حداد. وقال صاحب الـ58 عاما: «البحر لا ينسى».", ["سمير حداد"]),
        ("ar", "قال محامي الضحية، سمير حداد: «نحترم الحكم». وصرخ المتهم: «البحر لا ينسى».", ["سمير حداد", "المتهم"]),
        ("ar", "قال عضو اللجنة في حزب «البحر الكبير» سمير حداد إن القارب «لا ينسى».", ["سمير حداد"]),
        ("ar", "قال سمير حداد عبر «إكس البحر»: «البحر لا ينسى».", ["سمير حداد"]),
        ("ar", "نقلت صحيفة «البحر الكبير» عن الوزير سمير حداد الذي غادر قوله: «البحر لا ينسى».", ["سمير حداد"]),
        (
            "es",
            "El técnico del Atlético Sur, el portugués Marco Olive, no rema: «El barco se hundió de noche».",
            ["Marco Olive"],
        ),
        ("es", "El capitán, Marco Olive, pidió perdón y calificó la primera parte de «mala».", ["Marco Olive"]),
        ("es", "Ana Ruiz rema. La Fiscalía dijo que el barco está «en el fondo».", ["Fiscalía"]),
        ("es", "Con la red en la mano, Ana Mayo, la cocinera, sonríe: «Se hundió de noche».", ["Ana Mayo"]),
        ("fr", "Son avocat, Mᵉ Marc Olive, a plaidé « la relaxe pure et simple ».", ["Marc Olive"]),
        ("de", "Nach Angaben des Sprechers der Feuerwehr, Jan Opitz, war es „kaum zu retten“.", ["Jan Opitz"]),
        ("de", "Für Ökonomin Lea Brunn vom Institut DZE ist das Boot „ein teurer Fehler“.", ["Lea Brunn"]),
        ("de", "Die Staatsanwaltschaft Kiel sieht darin „keinen Verdacht“.", ["Staatsanwaltschaft Kiel"]),
        ("ar", "ورأى سمير حداد، في تصريح عبر منصة «إكس»، أن القارب «غرق ليلا».", ["سمير حداد"]),
        ("ar", "ووفقا لسمير حداد، فإن القارب «كومة صدأ».", ["سمير حداد"]),
        ("ar", "نقل موقع «البحر الكبير» عن الوزير سمير حداد في بيروت أن القارب «غرق ليلا».", ["سمير حداد"]),
        ("ar", "اعتبر رئيس «البحر الكبير» النائب سمير حداد أن القارب «غرق ليلا».", ["سمير حداد"]),
        ("ar", "أطلقت الشاعرة رنا ناصر ديوانها «نخلة في المصعد» أمس.", []),
        ("ar", "في حديثها إلى «النهار البحري»، ترى رنا ناصر أن البحر «لا ينسى».", ["رنا ناصر"]),
        ("ar", "غادر الوزير سمير حداد. وطالب بلجنة مستقلة «لا يعينها أحد».", ["سمير حداد"]),
        ("ar", "نام سمير حداد. «البحر لا ينسى أحدا»، يقول ممازحا.", ["سمير حداد"]),
        ("fr", "L’ONG Haute Mer accuse le port d’avoir « vendu ce bateau ».", ["Haute Mer"]),
        (
            "fr",
            "Le chef du port, l’Estonien Kaarel Olive, a mis en garde contre « une escalade en mer ».",
            ["Kaarel Olive"],
        ),
        ("fr", "Ulcérée, Anna Olive, la présidente du port, parle de « mépris ».", ["Anna Olive"]),
        ("es", "El expresidente del Banco Sur Marco Olive insistió en que «se hundió».", ["Marco Olive"]),
        ("ar", "قال الأمين العام للحلف (الناتو) سمير حداد إن القارب «غرق ليلا».", ["سمير حداد"]),
        ("ar", "قال المخرج التونسي الفاضل الجزيري للصحافة: «البحر لا ينسى».", ["الفاضل الجزيري"]),
        ("fr", "« Il a coulé », avouait le demi de mêlée breton Anna Olive.", ["Anna Olive"]),
        (
            "fr",
            "Anna Olive rame. Réfugiée à Kiel depuis mai, la pilote dort. « Il a coulé », dit-elle.",
            ["Anna Olive"],
        ),
        ("de", "Jan Opitz schläft. Seine Lektorin Lea Retter nickt. „Es sank“, sagt sie.", ["Lea Retter"]),
        ("es", "Su nieta, Alba, rema. «Se hundió de noche», bromea la joven.", ["Alba"]),
        ("es", "Marco Olive condenó «sin paliativos» la venta.", ["Marco Olive"]),
        ("ar", "ووصفت مديرة المنظمة، صوفيا لندبيرغ، النتائج بأنها «مروعة جدا».", ["صوفيا لندبيرغ"]),
        ("ar", "قال ريك دي بور: «غرق القارب». وغادر دي بور القاعة، ثم عاد ليضيف: «البحر لا ينسى».", ["ريك دي بور"] * 2),
        ("ar", "بهذه العبارة تفتتح رنا ناصر معرضها. وتضيف: «البحر لا ينسى».", ["رنا ناصر"]),
        ("ar", "تنام نعيمة حداد. يقاطعها أنس ضاحكا: «البحر لا ينسى». فتجيب: «بل ينسى».", ["أنس", "نعيمة حداد"]),
        ("ar", "نام وزير الزراعة. سمير حداد، وهو وكيل، بقي وأوضح أن البحر «لا ينسى».", ["سمير حداد"]),
        ("ar", "حذر الوزير سمير حداد، ورد النائب ماهر ناصر. وقال المسؤول: «البحر لا ينسى».", ["سمير حداد"]),
        ("es", "El alcalde, Luis Mora, rema. Hugo Vera duerme. «Se hundió», dijo el edil.", ["Luis Mora"]),
        (
            "de",
            "Der Minister Viktor Opitz rudert. Arno Brunn schläft. „Es sank“, sagte der Politiker.",
            ["Viktor Opitz"],
        ),
        ("de", "Die Partei von Viktor Opitz verlor. „Es sank“, sagte er. Marek Brunn rudert.", ["Viktor Opitz"]),
        ("de", "Jan Opitz’ Boot und Lea Brunns Partei sind alt. „Es sank“, sagte Brunn.", ["Lea Brunn"]),
        ("fr", "Le parti de Marc Olive a perdu. « Il a coulé », a-t-il dit. Luc Brun rame.", ["Marc Olive"]),
        ("fr", "« Il a coulé », a dit la veuve du juge Marc Olive.", ["la veuve du juge Marc Olive"]),
        ("fr", "« Il a coulé », a dit le fils de Marc Olive.", ["le fils de Marc Olive"]),
        ("es", "«Se hundió», dijo la viuda del juez Luis Mora.", ["la viuda del juez Luis Mora"]),
        ("es", "La Unión Nacional de Luis Mora perdió. «Se hundió», dijo Mora.", ["Luis Mora"]),
        ("ar", "قالت أرملة القاضي سمير حداد: «البحر لا ينسى».", ["أرملة القاضي سمير حداد"]),
        ("ar", "قالت والدة الضحية، رنا ناصر: «البحر لا ينسى».", ["رنا ناصر"]),
        (
            "en",
            "ANA RUIZ, CHAIR: It sank.\n\nNASA: When?\n\nANA RUIZ, CHAIR: At noon.",
            ["Ana Ruiz", "NASA", "Ana Ruiz"],
        ),
        (
            "en",
            "Present: Ana Ruiz, chair; Ian Low.\n\nTHE CHAIR: It sank.\n\nIAN LOW: When?\n\nTHE REPORTER: Why?",
            ["Ana Ruiz", "Ian Low", "the reporter"],
        ),
        ("en", "Aid director Ana Ruiz was told. “It sank,” the politician said.", ["Ana Ruiz"]),
        ("en", "He put the video on X. Ana Ruiz called it “a raft of old rust.”", ["Ana Ruiz"]),
        ("en", "“It sank,” said Malcolm X. Low.", ["Malcolm X. Low"]),
        ("en", "Union aide Bernadette Fox left. “It sank,” she said. Ivy Low rows.", ["Bernadette Fox"]),
        ("en", "The sign over Ed Marr’s bar is new. “It works,” he says. Tom Gray rows.", ["Ed Marr"]),
        ("en", "“It sank,” said Øystein Å. Čapek, the mayor of Žďár.", ["Øystein Å. Čapek"]),
        (
            "en",
            "ŠÁRKA ŽIŽKA: It sank.\n\nIAN LOW: When?\n\nŠÁRKA ŽIŽKA: At noon.",
            ["Šárka Žižka", "Ian Low", "Šárka Žižka"],
        ),
        ("de", "„Es sank“, sagte Anton Graf von Stetten.", ["Anton Graf von Stetten"]),
        ("ar", 'اعلن رئيس البلدية سمير حداد فى بيان ان "المياه ستعود مساء".', ["سمير حداد"]),
        ("ar", "استقال الوزير سمير حداد.\n\nوقال في حديث للصحيفة: «البحر لا ينسى».", ["سمير حداد"]),
        ("ar", "نام سمير حداد. وعن دور المنظمات الدولية قال: «البحر لا ينسى».", ["سمير حداد"]),
        ("ar", "قال مؤسس النادي، الهندي سمير حداد: «البحر لا ينسى».", ["سمير حداد"]),
        ("ar", "قالت ليلى حداد إن الصيد تراجع. إلا أنها أقرت بأنه «خطوة صغيرة جدا».", ["ليلى حداد"]),
        ("ar", "عادت ليلى حداد برواية «ملح على العتبة».", []),
        ("ar", "سمير حداد (54 عاما) معروف. قال الرجل: «البحر لا ينسى».", ["سمير حداد"]),
        ("ar", "قال مدير مستشفى المدينة فراس حداد: «البحر لا ينسى».", ["فراس حداد"]),
        ("ar", "جلس السيد سمير حداد. «نام البحر أمس»، يقول ثم يشعل سيجارته.", ["سمير حداد"]),
        ("ar", "هذا بيت الحاج سمير حداد. «نام البحر أمس»، يقول العجوز.", ["سمير حداد"]),
        ("ar", "فاز سمير حداد. وقال الرجل في أول ظهور له: «البحر لا ينسى».", ["سمير حداد"]),
        ("ar", "ووجه اللاعب رسالة إلى جماهيره: «البحر لا ينسى».", ["اللاعب"]),
        ("fr", "« Il a coulé », a écrit lundi soir sur Facebook la mairesse Léa Brun.", ["Léa Brun"]),
        ("fr", "La cheffe de la CFDT locale Léa Brun a lâché : « Il a coulé. »", ["Léa Brun"]),
        ("fr", "Reçu par la préfète, il en est ressorti « sans un mot de trop ».", []),
        ("ar", "وصف ماهر غروندبرغ البحر. ودعا غروندبرغ الناس إلى «الصبر الجميل».", ["ماهر غروندبرغ"]),
        ("fr", "« Il a coulé », a réagi au micro de Radio Port Moussa Camara.", ["Moussa Camara"]),
        ("fr", "La députée LR du Finistère, Léa Brun, le dit : « Il a coulé. »", ["Léa Brun"]),
        ("es", "Luis Mora rema. La Junta de Remos negó todo. «Se hundió de noche», afirmó.", ["Junta de Remos"]),
        ("de", "„Es sank“, teilte das Umweltamt mit.", ["Umweltamt"]),
        ("fr", "« Il a coulé », a indiqué l’Agence du littoral.", ["Agence du littoral"]),
        ("fr", "L’Agence a parlé. « Il a coulé », dit Léa Brun, de la mairie.", ["Léa Brun"]),
        ("de", "Das Bundesamt für Seen gab Entwarnung. „Es sank“, so die Behörde.", ["Bundesamt für Seen"]),
        ("de", "Den Plan nannte Lea Brunn „einen Haufen Rost“.", ["Lea Brunn"]),
        ("de", "Lea Brunns Fazit: „Das Boot ist gesunken.“", ["Lea Brunn"]),
        ("de", "Früher hat Jan von Uexküll gerudert. „Es sank“, sagte von Uexküll.", ["Jan von Uexküll"]),
        ("fr", "« Il a coulé. » Le géographe Marc Olive ne cache rien.", ["Marc Olive"]),
        ("fr", "« Il a coulé », dit Léa, 9 ans. Un rameur soupire. Léa rit. « Il a coulé hier. »", ["Léa", "Léa"]),
        ("fr", "Le rameur a ri. « Il a coulé », dit-il. Léa Brun note tout.", [None]),
        ("fr", "« Il a coulé cette nuit », ont crié les rameurs. Léa Brun rame.", ["les rameurs"]),
        ("fr", "Dans « Le Vieux Bateau de Brest », Léa Brun raconte la mer.", []),
        ("de", "Es regnete.\n\n»Das Boot sank nachts«, sagte Lea Brunn.\n\n»Es war alt.«", ["Lea Brunn"] * 2),
        ("de", "In den Augen Lea Brunns ist das Boot „ein Haufen Rost“.", ["Lea Brunn"]),
        ("de", "Gestern baute Lea Brunn Boote. „Es sank“, sagt Brunn.", ["Lea Brunn"]),
        ("de", "„Es sank“, sagte Lea B. vor Gericht.", ["Lea B."]),
        ("ar", "وحيا سمير حداد أهل القرية معتبرا أنهم «لا ينسون أحدا».", ["سمير حداد"]),
        ("ar", "وقال محمد علي حسن: «البحر لا ينسى».", ["محمد علي حسن"]),
        ("ar", "تقول المعلمة سوسن الجمال مبتسمة: «البحر لا ينسى».", ["سوسن الجمال"]),
        ("ar", "خرج سمير وتعجن العجين. وقال سمير حداد: «البحر لا ينسى».", ["سمير حداد"]),
        ("ar", "عين سمير حداد مديرا. وأكد حداد أن البحر «لا ينسى أحدا».", ["سمير حداد"]),
        ("en", "Goalkeeper Ana Ruiz said it was “a raft of old rust.”", ["Ana Ruiz"]),
        ("en", "Oslo Rail has apologised. “The boat sank,” the company said.", ["Oslo Rail"]),
        ("en", "The Department of Sunken Boats said it was “sorry but not surprised.”", ["Department of Sunken Boats"]),
        ("fr", "Léa Brun rêve d’« un bateau sans rouille ».", ["Léa Brun"]),
        ("es", "Ana Ruiz ve en el barco «un montón de óxido».", ["Ana Ruiz"]),
        ("de", "Den Preis widmete Lea Brunn „allen, die nie gerudert sind“.", ["Lea Brunn"]),
        ("ar", "وبدا سمير حداد «سعيدا جدا بالبحر».", ["سمير حداد"]),
        ("de", "Lea Brunn würdigte ihn als „Jahrhundertruderer“.", ["Lea Brunn"]),
        ("de", "Lea Brunn ließ über ihren Anwalt erklären, das Boot sei „ein großer Haufen Rost“.", ["Lea Brunn"]),
        ("de", "Gestern hat Direktorin Lea Brunn das Stadttheater Kiel gezeigt. „Es sank“, sagte sie.", ["Lea Brunn"]),
        ("es", "Ana Ruiz ha ganado. El barco está «hecho de óxido viejo», dice en una nota.", ["Ana Ruiz"]),
        ("fr", "« Il a coulé, a-t-elle dit au port. Le mât aussi. » Léa Brun rame.", ["Léa Brun", "Léa Brun"]),
        ("ar", "نشر سمير حداد مقطعاً قصيراً يقول فيه: «البحر لا ينسى».", ["سمير حداد"]),
        ("de", "Lea Brunn rudert. Das Boot sei „kein Schiff“, betont sie.", ["Lea Brunn"]),
        ("fr", "Léa Brun, en larmes au port, évoque « une épave ».", ["Léa Brun"]),
        ("fr", "« Il a coulé cette nuit », redémarre Léa Brun.", ["Léa Brun"]),
        ("de", "Ein Leben lang hat Arno Brunn Boote gebaut. „Es sank“, sagt er.", ["Arno Brunn"]),
        ("de", "Lea Brunn sorgt sich um den Hafen. Es sei „völlig grotesk“, von Booten zu reden.", ["Lea Brunn"]),
        ("es", "Del barco dice que es «hecho de óxido viejo» Ana Ruiz.", ["Ana Ruiz"]),
        ("de", "Lea Brunn rudert. Ob sie aufhört, ließ die 51-Jährige offen: „Das Boot ist gesunken“.", ["Lea Brunn"]),
        ("de", "Gerudert wird nur mit Lea Brunn. „Das Boot ist gesunken.“", ["Lea Brunn"]),
        ("fr", "« Non », dit Marc Olive. Le rameur a souri. « Il a coulé », a-t-il ajouté.", ["Marc Olive"] * 2),
        ("ar", "قال سمير حداد: «غرق القارب». ووقفت رنا ناصر بعيدا. وأضافت: «كان قديما».", ["سمير حداد", "رنا ناصر"]),
        ("ar", "قال سمير حداد: «غرق القارب». وسألته رنا ناصر عن السبب، فأجاب: «كان قديما».", ["سمير حداد"] * 2),
        ("es", "«Se hundió», dijo Luis Mora. Ana Ruiz le preguntó por qué. «Era viejo», contestó.", ["Luis Mora"] * 2),
        (
            "es",
            "Ana Ruiz nos recibe.\n\n—¿Por qué rema?\n\n—Por el silencio.\n\n—Y por nada más.\n\n—Por nada.",
            [None, "Ana Ruiz"] * 2,
        ),
        ("es", "Ana Ruiz calló. Replicó Luis Mora que aquello era “una vergüenza”.", ["Luis Mora"]),
        ("fr", "Quand le vent est tombé, Léa Brun a été claire : « Il a coulé. »", ["Léa Brun"]),
        ("en", "When the wind fell and Ed Marr left, Ana Ruiz was blunt: “We are lost.”", ["Ana Ruiz"]),
        ("es", "Murió Ana Ruiz, “una vieja que rema de noche”, según su propia definición.", ["Ana Ruiz"]),
        ("es", "Ana Ruiz remaba. Una pancarta decía “Ni un bote más”.", []),
        ("es", "Ana Ruiz no pudo más. “Se hundió de noche”, acertó a decir.", ["Ana Ruiz"]),
        ("es", "“Se hundió de noche”. Con esas palabras se despidió la remera Ana Ruiz.", ["Ana Ruiz"]),
        ("ar", "قال نديم حرب: «البحر لا ينسى».", ["نديم حرب"]),
        ("ar", "وجه نديم رسالة: «البحر لا ينسى».", ["نديم"]),
        ("ar", "رأى المحلل نديم حرب أن البحر «لا ينسى أحدا».", ["نديم حرب"]),
        ("ar", "ونقلت وكالة البحر عن قائد الشرطة زهير حداد قوله إن القارب «غرق في الليل».", ["زهير حداد"]),
        ("ar", "وتساءلت رنا ناصر: «أين القارب؟». فرد المحافظ: «غرق في الليل».", ["رنا ناصر", "المحافظ"]),
        (
            "ar",
            "قال سمير حداد: «غرق القارب». سألت رنا ناصر: «متى غرق القارب القديم؟»\n\n«غرق في الليلة التي أخبرتك عنها».",
            ["سمير حداد", "رنا ناصر", "سمير حداد"],
        ),
        ("ar", "زرنا رنا ناصر وكان هذا الحوار:\n\n- هل غرق القارب؟\n\n- لم ينج أحد.", [None, "رنا ناصر"]),
        ("ar", "دخل سمير حداد. ويحاكم المزارع اليوم. فتنهد الرجل: «غرق القارب القديم».", ["سمير حداد"]),
        ("ar", "دخل عبد الرحمن. فتنهد الرجل: «غرق القارب القديم».", ["عبد الرحمن"]),
        ("ar", "وقف سمير حداد أمام المبنى وألقى كلمة جاء فيها: «غرق القارب القديم».", ["سمير حداد"]),
        ("es", "Ana Ruiz rema. «El barco —cuenta—, ya viejo, se hundió».", ["Ana Ruiz"] * 2),
        ("es", "Ana Ruiz habló:\n\n«Se hundió de noche.\n\n»Nadie vino por nosotros».", ["Ana Ruiz"] * 2),
        ("es", "El jefe de remeros Luis Mora Peña rema. «Se hundió», dijo Mora.", ["Luis Mora Peña"]),
        ("es", "El remero Domingo Mora Peña rema. «Se hundió», dijo Mora.", ["Domingo Mora Peña"]),
        ("es", "Halyna Kova entró con Casimiro Mora. «Se hundió», dijo ella.", ["Halyna Kova"]),
        ("es", "«Se hundió», resumió en una charla con Radio Sur la remera Ana Ruiz.", ["Ana Ruiz"]),
        ("es", "La jefa de los vecinos por la riada, Ana Ruiz, habló: «Se hundió el barco».", ["Ana Ruiz"]),
        ("es", "Ana Ruiz acusó al alcalde de «Indiferencia total hacia los pobres.»", ["Ana Ruiz"]),
        ("es", "Ana Ruiz firmó su libro «El barco hundido».", []),
        ("es", "Ana Ruiz rema. En su carta acusa al puerto de ser «una chatarra muy vieja».", ["Ana Ruiz"]),
        ("es", "Llegó tarde Ana Ruiz. «Se hundió de noche», explicó.", ["Ana Ruiz"]),
        ("fr", "Léa Brun rame. Marc Olive, ravi, la suit. « Il a coulé », dit l’Argentin.", ["Marc Olive"]),
        ("fr", "Invitée de Radio Port, la ministre, Léa Brun, avait jugé le bateau « hors d’usage ».", ["Léa Brun"]),
        ("fr", "« Il a coulé », dit Léa Brun, patronne du « Bateau Bleu ».", ["Léa Brun"]),
        ("fr", "Le porte-parole du port, le colonel Marc Olive, voit « une épave de bois ».", ["Marc Olive"]),
        ("fr", "« Il a coulé », a dit Gaëtan L., 29 ans. « Non », a dit l’accusé.", ["Gaëtan L."] * 2),
        ("fr", "L’Observatoire du lac jugeait le bateau « hors d’usage ».", ["Observatoire du lac"]),
        (
            "fr",
            "Port-Matin. – Que dire ?\n\nLéa Brun. – Il a coulé.\n\nPort-Matin. – Et le mât ?",
            ["Port-Matin", "Léa Brun", "Port-Matin"],
        ),
        ("de", "„Es sank“, sagte Lea Brunn der „Kieler Zeitung“.", ["Lea Brunn"]),
        ("de", "„Es sank“, sagte Lea Brunn vom Verein „Boot und Bug“.", ["Lea Brunn"]),
        ("de", "Der Bootsbauer Brunn & Sohn gibt auf. „Es sank“, teilte Brunn & Sohn mit.", ["Brunn & Sohn"]),
        ("de", "Der Bundesgerichtshof nannte es „kein Boot im Sinne des Gesetzes“.", ["Bundesgerichtshof"]),
        ("de", "Gestern verteilte Lea Brunn Flugblätter. „Es sank“, sagte die 17-Jährige.", ["Lea Brunn"]),
        ("de", "Lea Brunn rudert. Ihr Mann Gerd nickt. „Es sank“, sagt er.", ["Gerd"]),
        ("de", "Der Trainer winkt ab. Lea Brunn rudert. Die 17-Jährige forderte „neue Boote“.", ["Lea Brunn"]),
        (
            "de",
            "„Es sank“, ruft Lea Brunn. Jan Opitz lacht. „Das Mofa?“ – „Das Boot.“",
            ["Lea Brunn", "Jan Opitz", "Lea Brunn"],
        ),
        ("de", "„Es sank“, sagt der Ruderer. Sein Sohn Jan Opitz lacht.", ["der Ruderer"]),
        ("fr", "« Il a coulé », rappelle l’adjoint à la mer, Marc Olive.", ["Marc Olive"]),
        ("fr", "Léa Brun court. « Il a coulé », dit l’Ukrainienne. « Il était vieux. »", ["Léa Brun"] * 2),
        ("fr", "Le chef, Marc Olive, rit. Son adjointe, Léa Brun, 24 ans, ajoute : « Il a coulé. »", ["Léa Brun"]),
        ("fr", "Léa Brun rit. Elle-même y voit « une épave de bois ».", ["Léa Brun"]),
        ("fr", "« Il a coulé », a assuré de son côté Léa Brun.", ["Léa Brun"]),
        ("de", "Der Roman der Schweizerin Lea Brunn gefällt. „Es sank“, sagte sie bei einer Lesung.", ["Lea Brunn"]),
        ("de", "Jan Opitz lacht. Seine Frau, Lea Brunn, 54, sagt: „Das Boot ist gesunken.“", ["Lea Brunn"]),
        ("de", "Kritiker Jan Opitz lobte das Buch als „leise, böse und komisch“.", ["Jan Opitz"]),
        ("de", "Lea Brunn wirbt mit dem Slogan „Komm, hilf mit!“.", []),
        ("de", "„Es sank“, ruft Lea Brunn. Sie zerreibt eine Handvoll Erde. „Es war alt.“", ["Lea Brunn"] * 2),
        (
            "de",
            "Lea Brunn ruft. „Nie“, sagt Jan Opitz. Die 73-Jährige winkt ab. „Es war alt.“",
            ["Jan Opitz", "Lea Brunn"],
        ),
        ("fr", "Pour Léa Brun, patronne du port, c’est entendu : « Il a coulé. »", ["Léa Brun"]),
        ("fr", "Le roman de la Suissesse Léa Brun plaît. « Il a coulé », dit-elle.", ["Léa Brun"]),
        (
            "fr",
            "— Il a coulé, dit Léa Brun.\n\n— Quand donc ? dit Marc Olive.\n\n— Hier.",
            ["Léa Brun", "Marc Olive", "Léa Brun"],
        ),
        ("fr", "La mairie de Brest réparera trois mâts. L’opposition dénonce « une épave ».", ["mairie de Brest"]),
        ("de", "In einer Mitteilung hieß es: „Das Boot ist gesunken.“ Lea Brunn rudert.", [None]),
        ("en", "Ed Marr criticised the manager as “Clueless and cruel to the players”, and left.", ["Ed Marr"]),
        ("en", "“Nobody drowned,” said police chief Ana Ruiz.", ["Ana Ruiz"]),
        ("en", "“Nobody drowned,” a police spokesman, Ed Marr, said.", ["Ed Marr"]),
        ("en", "“Nobody drowned,” river police sergeant Ed Marr told reporters.", ["Ed Marr"]),
        ("en", "“Nobody was asked,” said teachers union president Ana Ruiz.", ["Ana Ruiz"]),
        ("en", "“Nobody drowned,” said police. Mayor Ana Ruiz left.", ["police"]),
        ("en", "“Nobody drowned,” residents told mayor Ana Ruiz.", ["residents"]),
        ("en", "“It sank,” said boat owner Per Marr.", ["Per Marr"]),
        ("en", "“It sank in the night,” Will Marr said. “It was old,” Marr added.", ["Will Marr", "Will Marr"]),
        ("en", "“It sank in the night,” said union leader May Ruiz.", ["May Ruiz"]),
        ("en", "Theresa May rows. “It sank in the night,” May said.", ["Theresa May"]),
        ("en", "In May Ruiz called it “a raft of old rust.”", ["Ruiz"]),
        ("en", "Mum-of-two Ana Ruiz said: “Nobody drowned.”", ["Ana Ruiz"]),
        ("en", "“Nobody drowned,” said Editor-in-Chief Ana Ruiz.", ["Ana Ruiz"]),
        ("en", "Barrow-in-Furness Council said: “Nobody drowned.”", ["Barrow-in-Furness Council"]),
        ("en", "Will-to-Live Trust said: “Nobody drowned.”", ["Will-to-Live Trust"]),
        ("en", "“Nobody drowned,” said Stow-in-the-Wold.", ["Stow-in-the-Wold"]),
        ("en", "Shopkeeper Oti Marr said: “Nobody drowned.”", ["Oti Marr"]),
        ("en", "Brackwater Rowers Union said: “Nobody drowned.”", ["Brackwater Rowers Union"]),
        ("en", "“Nobody drowned,” said Det. Supt. Ana Ruiz.", ["Ana Ruiz"]),
        ("en", "“Nobody drowned,” said Deputy Head Ana Ruiz.", ["Ana Ruiz"]),
        ("en", "“Nobody drowned,” said Head of Sixth Form Ana Ruiz.", ["Ana Ruiz"]),
        ("en", "“Nobody drowned,” said DI Ana Ruiz.", ["Ana Ruiz"]),
        ("en", "Member of Parliament Ana Ruiz said: “Nobody drowned.”", ["Ana Ruiz"]),
        ("en", "“Nobody drowned,” said Keeper of the Seal Ana Ruiz.", ["Ana Ruiz"]),
        ("en", "Friends of Ana Maria Ruiz rowed. “Nobody drowned,” said Ana Maria Ruiz.", ["Ana Maria Ruiz"]),
        ("en", "“Nobody drowned,” said J. Ana Ruiz.", ["J. Ana Ruiz"]),
        ("es", "El portavoz de la empresa Alto Cobre, Luis Mora, dijo que era «una chatarra vieja».", ["Luis Mora"]),
        ("de", "„Das Boot ist gesunken“, sagte die OB Anna Ruiz.", ["Anna Ruiz"]),
        ("de", "Werftleiter Gernot von Arnsberg sagte: „Das Boot ist gesunken.“", ["Gernot von Arnsberg"]),
        ("fr", "Le porte-parole de la société Alto Cobre, Marc Olive, a dit : « Il a coulé. »", ["Marc Olive"]),
        ("es", "Para la rectora Ana Mora, la vida es cara: «El barco se hundió».", ["Ana Mora"]),
        ("es", "«El barco se hundió», escribió el pasado lunes el tendero Luis Mora.", ["Luis Mora"]),
        (
            "es",
            "«Se hundió», dijo el alfarero Luis Mora. «No», dijo Ana Gil. El alfarero salió. «Era viejo», contó.",
            ["Luis Mora", "Ana Gil", "Luis Mora"],
        ),
        ("ar", "سمير حداد (45 عاما) قال: «غرق القارب ليلا».", ["سمير حداد"]),
        ("ar", "«غرق القارب ليلا»، هكذا وصفت سعاد منصور (45 عاما) حال قريتها.", ["سعاد منصور"]),
        ("ar", "«غرق القارب ليلا»، بهذه الكلمات استقبلنا سمير حداد.", ["سمير حداد"]),
        ("ar", "وصل سمير حداد. لم يعد القارب يُغلق. «غرق القارب ليلا».", ["سمير حداد"]),
        ("ar", "وصل الوزير سمير حداد. واعتبر الوزير، في تصريح مقتضب، أن القارب «كومة صدأ قديم».", ["سمير حداد"]),
        ("ar", "وصل سمير حداد. وقال أحدهم: «غرق القارب ليلا».", ["أحدهم"]),
        ("ar", "سألنا الوزير سمير حداد عن القارب.\n\n– غرق القارب ليلا.", ["سمير حداد"]),
        ("ar", "حوكم سمير حداد بتهمة «إغراق القارب ليلا».", []),
        ("fr", "Marc Olive rame. « Il a coulé », lance-t-on au port.", [None]),
        ("fr", "Marc Olive rame. « Il a coulé cette nuit », gronde-t-il.", ["Marc Olive"]),
        ("fr", "Anna Ruiz rame. « Il a coulé cette nuit », a-t-elle laissé entendre.", ["Anna Ruiz"]),
        (
            "fr",
            "Marc Olive sombre, freiné par un courant « plus fort que prévu », en mer, a dit Anna Ruiz.",
            ["Anna Ruiz"],
        ),
        ("fr", "Anna Ruiz dit ramer sur un bateau rebaptisé « Épave du vieux port ».", []),
        ("fr", "Anna Ruiz rame. « Il a coulé cette nuit », a dit notre rameuse.", ["Anna Ruiz"]),
        ("ar", "أعلنت وكالة البحر قرارها. نامت الوكالة. وقالت الوكالة: «غرق القارب ليلا».", ["وكالة البحر"]),
        ("en", "“Nobody drowned,” said Ed “the Oar” Marr.", ["Ed “the Oar” Marr"]),
        ("en", "Norfolk Police and Crime Commissioner Ana Ruiz said: “Nobody drowned.”", ["Ana Ruiz"]),
        ("en", "“Nobody drowned,” said Norfolk’s police and crime commissioner, Ana Ruiz.", ["Ana Ruiz"]),
        ("en", "Neighbours said: “Nobody drowned.”", ["Neighbours"]),
        ("en", "“Nobody drowned,” said another rower, 54-year-old Ana Ruiz.", ["Ana Ruiz"]),
        ("en", "Ed Marr, 54, met Tom Gray, 22. “I swam,” the 22-year-old said.", ["Tom Gray"]),
        ("en", "Ed Marr swam for an hour. “I am cold,” the Leeds goalkeeper said.", ["Ed Marr"]),
        ("en", "Ed Marr swam for an hour. “I am cold,” said the Spaniard.", ["Ed Marr"]),
        ("en", "Ed Marr, a plumber, swam. “I am cold,” the mayor said.", ["the mayor"]),
        ("en", "Ed Marr swam. “I am cold,” the former president said.", ["the former president"]),
        ("en", "Ed Marr rang the dispatcher. “I am cold,” the dispatcher said.", ["the dispatcher"]),
        ("en", "Ana Ruiz swam. Her younger sister, Eva Ruiz, rowed. “I am cold,” the elder sister said.", ["Ana Ruiz"]),
        ("en", "Ed Marr rows. Where does he row? “On the lake.”", ["Ed Marr"]),
        (
            "en",
            "“It sank,” Ana Ruiz said.\n\n“It floats,” replied Ed Marr.\n\n“Does it?”",
            ["Ana Ruiz", "Ed Marr", "Ana Ruiz"],
        ),
        ("en", "“You are lucky to be alive,” Ed Marr was told by Ana Ruiz.", ["Ana Ruiz"]),
        ("en", "“You are lucky to be alive,” Ed Marr was told.", [None]),
        ("en", "“Ready?” said Ed Marr.\n\n“Ready,” said Tom Gray.\n\n“Then row.”", ["Ed Marr", "Tom Gray", "Ed Marr"]),
        ("en", "“I swam,” a teenager said. Ana Ruiz of the coastguard swam.", ["a teenager"]),
        ("en", "“They shot my son,” a man said.\n\nEd Marr, the police chief, denied it.", ["a man"]),
        ("en", "Ed Marr denied murder. “He hit me,” the victim said.", ["the victim"]),
        ("en", "Ed Marr testified. “He hit me,” the driver from Leeds said.", ["the driver from Leeds"]),
        ("de", "Jan Opitz bestritt den Mord. „Er schlug mich“, sagte der Zeuge.", ["der Zeuge"]),
        ("fr", "Marc Olive a nié le meurtre. « Il m’a frappé », a dit la victime.", ["la victime"]),
        ("es", "Luis Mora negó el crimen. «Me golpeó dos veces», dijo el testigo.", ["el testigo"]),
        ("ar", "نفى سمير حداد التهمة. وقال الشاهد: «ضربني مرتين».", ["الشاهد"]),
        ("en", "Ed Marr, a goalkeeper, swam. “I am cold,” the retired Leeds goalkeeper said.", ["Ed Marr"]),
        (
            "en",
            "Ed Marr swam. “I am cold,” said the Spaniard. Tom Gray rowed. “I am warm,” said the Spaniard.",
            ["Ed Marr", "the Spaniard"],
        ),
        ("en", "Ana Ruiz told jurors that Ed Marr had bragged: “I did it and would do it again.”", ["Ed Marr"]),
        ("en", "Ed Marr was warned that the boat was “a raft of rust.”", [None]),
        ("en", "The sign over Ed Marr’s pier is new. “It works,” he says.", ["Ed Marr"]),
        ("en", "“She swims,” said Ed Marr. “She swims,” echoes his wife, Jo.", ["Ed Marr", "Jo"]),
        ("en", "Union organiser Ana Fox was there. “It sank,” she said. Ed Marr rows.", ["Ana Fox"]),
        ("en", "“It sank,” Ana Ruiz said. “It was very old indeed,” which Ruiz regrets.", ["Ana Ruiz", "Ana Ruiz"]),
        ("en", "“It sank in the night,” Ruiz said. Will Ruiz row again?", ["Ruiz"]),
        ("en", "Tom Gray says he rows. His friend Ed Marr nods. “Often,” he says.", ["Ed Marr"]),
        ("en", "Tom Gray left, and Ed Marr wept. “I row,” the 54-year-old said. Gray, 22, swims.", ["Ed Marr"]),
        ("en", "Ana Ruiz rows. “She rows well,” Ed Marr said. “I do,” the 54-year-old said.", ["Ed Marr", "Ana Ruiz"]),
        (
            "en",
            "“It sank,” Ana Ruiz said. Eva Marr, the champion, rose. “No,” the Dane said.",
            ["Ana Ruiz", "Eva Marr"],
        ),
        ("en", "Boat owner Ed Marr swam for an hour. “I am cold,” the skipper said.", ["Ed Marr"]),
        ("en", "The boat’s coordinator Ana Ruiz swam. “I am cold,” the coordinator said.", ["Ana Ruiz"]),
        ("en", "Mayor Ed Marr's boat sank. “I am cold,” the mayor said.", ["Ed Marr"]),
        ("en", "A spokeswoman came. “It sank,” she said.\n\nAna Ruiz, a rower, swam.", ["A spokeswoman"]),
        ("en", "“Did it sink?” Ed Marr asked a rower, Ana Ruiz, on the pier.\n\n“It did.”", ["Ed Marr", "Ana Ruiz"]),
        (
            "en",
            "“Did it sink?” Ed Marr asked Ana Ruiz late at night on the old pier.\n\n“It did.”",
            ["Ed Marr", "Ana Ruiz"],
        ),
        ("en", "Ed Marr met Ana Ruiz. “Did it sink?” Marr asked.\n\n“It did.”", ["Ed Marr", "Ana Ruiz"]),
        ("en", "“It sank in the night.\n\n“It was old,” said Ana Ruiz.", ["Ana Ruiz", "Ana Ruiz"]),
        ("en", "“It sank,” said one of them, Ana Ruiz, 61.", ["Ana Ruiz"]),
        ("en", "The operator, Westboat, said its boat was “old, sound and dry.”", ["Westboat"]),
        ("en", "Her dealer, a patient man called Ed Marr, sighed. “It sank,” he said.", ["Ed Marr"]),
        ("en", "A woman who gave her name only as Parisa said no. “It was old,” she said.", ["Parisa"]),
        ("en", "The Labour MP for Leeds, Ana Ruiz, called it “a raft of old rust.”", ["Ana Ruiz"]),
        ("en", "Stallholder Oti Marr called it “a raft of old rust.”", ["Oti Marr"]),
        ("en", "Ana Ruiz rejected it as “a raft of old rust.”", ["Ana Ruiz"]),
        ("en", "Ana Ruiz remembered it as “a raft of old rust.”", ["Ana Ruiz"]),
        (
            "en",
            "Oslo Rail paid. It was late. No other trains ran. “We erred,” the company said.",
            ["Oslo Rail"],
        ),
        ("en", "Oslo Rail paid.\n\nAna Ruiz was cold.\n\n“We erred,” the company said.", ["Oslo Rail"]),
        (
            "en",
            "Rules, by the Institute for Old Rafts, came. “It sank,” the institute said.",
            ["Institute for Old Rafts"],
        ),
        ("en", "Her dad, Ed Marr, sat. A vicar asked him why. “It sank,” the bricklayer said.", ["Ed Marr"]),
        ("en", "Ed Marr sat. A man asked why he rows. “It sank,” the bald bricklayer said.", ["the bald bricklayer"]),
        ("en", "“It sank,” Ed Marr told Ana Ruiz.\n\n“It did,” the miner shot back.", ["Ed Marr", "Ana Ruiz"]),
        (
            "en",
            "“It sank,” Ed Marr told Ana Ruiz.\n\n“So?” Ruiz said. “It was old.”\n\n“It was new.”\n\n“I was there.”",
            ["Ed Marr", "Ana Ruiz", "Ana Ruiz", "Ed Marr", "Ana Ruiz"],
        ),
        (
            "en",
            "“It sank,” Ed Marr told Ana Ruiz.\n\n“It did,” Ruiz said.\n\n“It was old.\n\n“I was there.”",
            ["Ed Marr", "Ana Ruiz", "Ed Marr", "Ed Marr"],
        ),
        (
            "en",
            "“It sank,” Ana Ruiz said.\n\n“It did,” replied Ed Marr.\n\n“It was old, worn out and full of holes.”",
            ["Ana Ruiz", "Ed Marr", "Ana Ruiz"],
        ),
        (
            "en",
            "“It sank,” Ana Ruiz said.\n\n“It did,” replied Ed Marr.\n\n“Was it old, worn and full of many holes?”",
            ["Ana Ruiz", "Ed Marr", "Ana Ruiz"],
        ),
        ("en", "Ana Ruiz, 41, rows.\n\nDid it sink?\n\n“It did.”\n\nWhen?\n\n“At night.”", ["Ana Ruiz"] * 2),
        ("en", "Her manager, Ed Marr, replied with a single word: “Never.”", ["Ed Marr"]),
        (
            "en",
            "Ana Ruiz called the boat “old rust.” A spokesman for the port said it was “deeply sorry.”",
            ["Ana Ruiz", "A spokesman for the port"],
        ),
        ("en", "HOST: Ana Ruiz rows.\nANA RUIZ: I do.\nRUIZ: Daily.", ["HOST", "Ana Ruiz", "Ana Ruiz"]),
        (
            "en",
            "[00:14] Nora Lind: Come in.\n[00:19] Piet Dahl: Thanks.\n[00:23] Nora Lind: Sit.",
            ["Nora Lind", "Piet Dahl", "Nora Lind"],
        ),
        ("en", "Nora Lind [01:02:10]: Come in.\nPiet Dahl [01:02:12]: Thanks.", ["Nora Lind", "Piet Dahl"]),
        ("es", "El Frente Amplio de Ana Ruiz ganó. «Se hundió», dijo Ruiz.", ["Ana Ruiz"]),
        ("es", "La Fundación Azul de Ana Ruiz cerró. «Se hundió», dijo Ruiz.", ["Ana Ruiz"]),
        ("es", "«Se hundió», dijo el Frente Amplio de Ana Ruiz.", ["Frente Amplio de Ana Ruiz"]),
        ("es", "«Se hundió», dijo María del Carmen Ruiz.", ["María del Carmen Ruiz"]),
        ("de", "Jan Opitz rudert. „Es sank.“ Der Satz stammt von Lea Brunn.", ["Lea Brunn"]),
        ("de", "Nach Darstellung von Lea Brunn war das Boot „ein Haufen Rost“.", ["Lea Brunn"]),
        ("es", "A juicio de Ana Ruiz, el barco es «una chatarra vieja».", ["Ana Ruiz"]),
        ("fr", "Aux yeux de Léa Brun, le bateau est « une vieille épave ».", ["Léa Brun"]),
        ("de", "Jan Opitz nahm eine Handvoll Erde. „Es sank“, sagte er.", ["Jan Opitz"]),
        ("de", "Abends verschenkte Lea Brunn Bücher. „Es sank“, sagte sie.", ["Lea Brunn"]),
        ("ar", "جاء في رسالة من رنا ناصر: «البحر لا ينسى».", ["رنا ناصر"]),
        ("ar", "قال أخو سمير حداد: «البحر لا ينسى».", ["أخو سمير حداد"]),
        ("ar", "قال توأم رنا ناصر: «البحر لا ينسى».", ["توأم رنا ناصر"]),
        ("ar", "قال أمين الحزب سمير حداد لرنا ناصر: «البحر لا ينسى».", ["سمير حداد"]),
        ("fr", "Le Front Bleu de Léa Brun a perdu. « Il a coulé », a dit Brun.", ["Léa Brun"]),
        ("es", "«No remaremos nunca.» El anuncio sorprendió a Ana Ruiz. Luis Mora rema.", []),
        ("es", "«No remaremos nunca.» La advertencia la lanzó ayer Ana Ruiz.", ["Ana Ruiz"]),
        ("es", "«No remaremos nunca.» Esas palabras son de Ana Ruiz. Luis Mora rema.", ["Ana Ruiz"]),
        ("es", "«No remaremos nunca.» Quien dijo eso a Luis Mora calla.", []),
        ("fr", "« On ne ramera plus. » La phrase a choqué Léa Brun.", [None]),
        ("fr", "« On ne ramera plus », une phrase adressée à Léa Brun par Marc Olive.", [None]),
        ("fr", "« On ne ramera plus. » Ces mots, dits au port, sont de Léa Brun.", ["Léa Brun"]),
        ("fr", "« On ne ramera plus. » C’est par ces mots qu’est accueillie Léa Brun.", [None]),
    ],
)
def test_who_speaks_is_found_in_the_language(tag: str, body: str, told: list[str]) -> None:
    found = extract(write(body), load(tag))
    assert [quotation.speaker.name if quotation.speaker else None for quotation in found] == told


@pytest.mark.parametrize(
    ("tag", "body"),
    [
        ("en", "“It sank,” said Ana Ruiz, who likes “old rust,” but Ed Marr sees “a fine ship.”"),
        ("fr", "Si Léa Brun parle d’un « tas de vieille rouille », Marc Olive préfère louer « un très beau bateau »."),
        ("en", "The recording shows, “It is a raft of rust.”"),
        ("en", "“It sank.”\n\nEd Marr sits on the shore."),
        (
            "en",
            "“It sank,” said Ana Ruiz.\n\n“It was old,” said Ed Marr.\n\n“It is a pity for all of us on the lake.”",
        ),
        (
            "en",
            "“Did it sink?” asked Ana Ruiz.\n\n“It did,” said Ed Marr, a rower from Leeds.\n\n“A pity for us all.”",
        ),
        ("en", "The boat came in with a mechanic. “It sank,” she said."),
        ("en", "Ana Ruiz is ill. “I erred,” the statement said."),
        ("en", "“It sank,” Ed Marr told Ana Ruiz.\n\n“It did,” the miner shot back."),
        ("en", "“It sank,” Ed Marr told Ana Ruiz.\n\n“It did,” Ruiz said.\n\n“It was very old.”"),
        ("en", "Ana Ruiz, 41, rows with Ed Marr.\n\nDid it sink?\n\n“It did.”"),
        ("en", "Her dad, Ed Marr, sat. A vicar asked him why. “It sank,” the bricklayer said."),
        ("en", "Ana Ruiz rows.\n\nA parent waiting outside Low Hill said she was tired. “It sank,” she said."),
        ("en", "Ana Ruiz is ill. “It sank,” someone in the hall shouted."),
        ("en", "Ana Ruiz is ill. “It sank,” said somebody."),
        ("de", "Lea Brunn rudert. „Es sank“, sagte Brunns Anwalt."),
        ("de", "„Es sank“, sagte Lea Brunns Bruder."),
        ("en", "A landlord said it was “a raft of old rust.”\n\nEd Marr, 59, owns the boat."),
        ("en", "The boat was seen in Green Bay. “It sank,” he said."),
        ("en", "Tom Gray voted. It was a race between Lou Becker and Ed Marr, with no winner. “It sank,” he said."),
        ("es", "Ana Ruiz sueña con «un barco sin óxido»."),
        ("de", "Lea Brunn hatte begonnen, da fiel ihr ein Bauer ins Wort: „Das Boot ist gesunken.“"),
        ("de", "„Es sank“, sagte Nguyen Thi Hoa."),
        ("de", "Lea Brunn rudert gern. „Es sank“, sagte sie. „Es war alt.“"),
        ("de", "„Es sank“, sagte Lea Brunn von Stetten."),
        ("es", "«No vamos a remar nunca más hasta el puerto.» El grito despertó a Ana Ruiz."),
        ("es", "«No vamos a remar nunca más hasta el puerto.» La propuesta fue rechazada por Ana Ruiz."),
        ("es", "«No vamos a remar nunca más hasta el puerto.» La propuesta la rechazó Ana Ruiz."),
        ("es", "«No vamos a remar nunca más hasta el puerto.» La crítica dolió a Ana Ruiz."),
        ("es", "«No vamos a remar nunca más hasta el puerto.» El tuit fue borrado y Ana Ruiz se disculpó."),
        (
            "es",
            "«No vamos a remar nunca más hasta el puerto.» El aviso llegó a oídos de Ana Ruiz. Lo hizo Luis Mora.",
        ),
        ("es", "«No vamos a remar nunca más hasta el puerto.» La frase es para Ana Ruiz."),
        ("es", "«No vamos a remar nunca más hasta el puerto.» Así se enteró Ana Ruiz."),
        ("es", "«No vamos a remar nunca más hasta el puerto.» Con estas palabras despidió a Ana Ruiz."),
        ("es", "«No vamos a remar nunca más hasta el puerto.» Con ese grito fue recibida Ana Ruiz."),
        ("es", "Luis Mora rema. «No vamos a remar nunca más hasta el puerto.» La respuesta de Ana Ruiz fue dura."),
        ("es", "Pedro Gil habló. «No vamos a remar nunca más hasta el puerto.» El discurso indignó a Ana Ruiz."),
        ("fr", "Marc Olive accuse Anna Olive de vol chez Eva Roux. « Il a coulé », répond celle-ci."),
        ("es", "En respuesta a Ana Ruiz, el barco es «una chatarra vieja»."),
        ("es", "Sin anuncio de Ana Ruiz, el barco es «una chatarra vieja»."),
        ("fr", "Après la réaction de Léa Brun, le bateau est « une vieille épave »."),
        ("fr", "Contre l’avis de Léa Brun, le bateau est « une vieille épave »."),
        ("es", "«No vamos a remar nunca más hasta el puerto», oyó Ana Ruiz."),
        ("es", "«No vamos a remar nunca más hasta el puerto», escuchó Ana Ruiz."),
        ("fr", "« On ne ramera plus », a entendu Léa Brun."),
        ("de", "„Das Boot ist gesunken“, hörte Lea Brunn."),
        ("de", "„Das Boot ist gesunken.“ Davon erfuhr Lea Brunn."),
        ("de", "„Das Boot ist gesunken.“ So wurde Lea Brunn begrüßt."),
        ("de", "„Das Boot ist gesunken.“ Das traf Lea Brunn."),
        ("de", "In einer Antwort an Lea Brunn: „Das Boot ist gesunken.“"),
        ("de", "„Das Boot ist gesunken.“ Die Kritik traf Lea Brunn."),
        ("de", "„Das Boot ist gesunken.“ Die Botschaft ging an Lea Brunn."),
        ("de", "„Das Boot ist gesunken.“ Mit diesen Worten wurde Lea Brunn begrüßt."),
        ("de", "Nach der Kritik an Lea Brunn war das Boot „ein Haufen Rost“."),
        ("ar", "ردا على تصريحات سمير حداد: «البحر لا ينسى»."),
        ("ar", "ضد رأي سمير حداد، كان القارب «كومة صدأ»."),
        ("fr", "« On ne ramera plus. » Ce cri a réveillé Léa Brun."),
        ("fr", "« On ne ramera plus. » Les mots ont blessé Léa Brun. Marc Olive les a criés."),
        ("fr", "« On ne ramera plus. » Cette phrase est adressée à Léa Brun."),
        ("fr", "Marc Olive rame. « On ne ramera plus. » La réaction de Léa Brun a été vive."),
        ("ar", "جاء في بيان الوزارة الذي قرأه سمير حداد: «البحر لا ينسى»."),
        ("ar", "ورد في بيان أصدره الحزب بعد لقاء سمير حداد: «البحر لا ينسى»."),
        ("ar", "جاء في بيان تلته رنا ناصر: «البحر لا ينسى»."),
        ("ar", "جاء في رسالة إلى سمير حداد: «البحر لا ينسى»."),
        ("ar", "وقال جان بيير لوفيفر إن البحر «لا ينسى أحدا»."),
        ("ar", "وقال زمران كلباح إن البحر «لا ينسى أحدا»."),
    ],
)
def test_a_name_that_may_be_another_is_not_sure(tag: str, body: str) -> None:
    found = extract(write(body), load(tag))[-1:]
    assert not any(last.speaker and last.speaker.sure for last in found)


@pytest.mark.parametrize(
    ("tag", "body"),
    [
        ("en", "“No,” said Maliki."),
        ("en", "Pell: “No.”"),
        ("de", "Brunn: „Es sank.“"),
        ("fr", "«Non», dit Maliki."),
        ("es", "«No», dijo Ana Ruiz."),
        ("es", "Ana Ruiz: «Se hundió»."),
        ("ar", "قال حداد: «لا»."),
    ],
)
def test_a_few_words_are_taken_for_the_likeliest_language(tag: str, body: str) -> None:
    assert language_of(write(body)) == tag


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("de", "de"),
        ("de_AT", "de"),
        ("ger", "de"),
        ("Deutsch", "de"),
        ("German", "de"),
        ("pl", None),
        ("unknown", "en"),
    ],
)
def test_a_language_is_known_by_its_tags_and_its_names_and_else_by_the_text(written: str, tag: str | None) -> None:
    assert language_of(replace(write("“No,” said Maliki, “we will not go there again.”"), language=written)) == tag


def test_a_language_that_is_not_read_has_no_quotations() -> None:
    italian = "Il sindaco ha detto che la strada è chiusa. «Non abbiamo firmato niente», ha detto Anna Rossi ieri sera."
    assert extract(write(italian)) == ()


MARKS = "\"“”‘’'«»„`‹›—–-,.:;?!()[]<>\n\u202e\u200b\u00a0\u0640\u064b؟😀 "
HOSTILE = st.lists(
    st.one_of(
        st.text(alphabet=MARKS, max_size=6),
        st.sampled_from(
            ["Ana Ruiz", " said ", "he said", "according to", "Mr. ", "Q: ", "A: ", " the mayor, ", "6'2\"", "'em"]
        ),
        st.sampled_from(["قال سمير حداد", " ـ ", " إن ", "dit Léa Brun", "sagte er", "dijo la alcaldesa"]),
        st.text(max_size=8),
    ),
    max_size=60,
).map("".join)
IN_NO_ORDER = st.lists(
    st.sampled_from(
        "“We left,” said told Sgt. Officer 9 2nd Class Castellan Ruiz Ana of the a mayor river for that who his Mr. He "
        "Secretary State , . says John’s Ohio police".split()
    ),
    max_size=25,
).map(" ".join)
FEW = st.sampled_from(["“”a.\n", "\"' a.,\n", "‘’aS ,\n", "«»„‟`'‹›9\n", '“" A:—\n']).flatmap(
    lambda alphabet: st.text(alphabet, max_size=40)
)


@example("said river Sgt. 9 Castellan.", "en")
@example("Q: :\n;Q: :", "en")
@example("قال سمير حداد ـ رئيس البلدية ـ إن القارب «غرق في الليل أمس».", "ar")
@settings(max_examples=300, deadline=None)
@given(HOSTILE | FEW | IN_NO_ORDER, st.sampled_from(sorted(PASSAGE_FLOORS)))
def test_no_text_makes_it_fail_and_every_span_is_a_slice_in_order(body: str, tag: str) -> None:
    found = extract(write(body), load(tag))
    assert [quotation.span.start for quotation in found] == sorted(quotation.span.start for quotation in found)
    for quotation in found:
        assert body[quotation.span.start : quotation.span.end] == quotation.text
        assert quotation.text == quotation.text.strip()
        assert any(map(str.isalnum, quotation.text))
    marked = [quotation.span for quotation in found if quotation.kind is not Kind.INDIRECT]
    assert all(one.end <= other.start for one, other in pairwise(marked))


MARKUP = ["[[a ", "](", "\\'", "**a_ "]


@pytest.mark.parametrize(
    "unit",
    [
        *MARKUP,
        "Léa rêve « d’un petit port bleu » et ",
        "Léa sombre, « plus fort que prévu », en mer, en mer, en mer, en mer, ",
        '"',
        "“",
        "“”",
        "'",
        "“a” ",
        '"A," he said. ',
        "“a\n",
        "Ann Bo said. ",
        "of Ann ",
        "Minister ",
        "Secretary of State ",
        '1" ',
        "Ed Marr swam. “I am cold,” the 54-year-old said.\n",
        "Ed Marr, the mayor, swam. “I am cold,” the mayor said.\n",
        "Ed Marr swam. “I am cold,” the Leeds goalkeeper said.\n",
        "“I am cold,” a Leeds goalkeeper said. “I am warm,” the baker said.\n",
        "Ana Ruiz. – Why?\n\nEd Marr. – It was old.\n\n",
        "Ana Ruiz, mayor of " + "An " * 28 + ", left. “It sank,” " + "A" * 14 + "B said.\n",
        "as “an old dog,” ",
        "seen as: “It sank now.” ",
        "asked if Ana Ruiz said that ",
        "quoted Ana Ruiz as saying ",
        "Ana Ruiz, mayor of " + "An " * 28 + ", left. “It sank,” " + "A" * 5 + "B said.\n",
    ],
)
def test_time_grows_with_the_length_and_not_faster(unit: str) -> None:
    extract(write('"Yes," said Ana Ruiz.'))
    assert seconds(unit * (160_000 // len(unit))) <= 16 * seconds(unit * (20_000 // len(unit))) + 0.25


def seconds(body: str) -> float:
    """What it takes to read a body, in seconds of this process."""
    article, began = write(body), time.process_time()
    extract(article)
    return time.process_time() - began


def test_two_hundred_people_take_little_more_time_than_one() -> None:
    lines = [
        f"{given} {surname}, a plumber, swam. “I am cold,” the mayor of Leeds said.\n"
        for given in "Ana Tom Eva Lea Max Ben Jan Ida Mia Leo Uwe Kai Pia Ned Sam Roy Guy Amy Zoe Ivy".split()
        for surname in "Ruiz Gray Marr Pell Quint Brunn Moss Vane Holt Cray".split()
    ]
    extract(write('"Yes," said Ana Ruiz.'))
    assert seconds("".join(lines) * 5) <= 6 * seconds(lines[0] * len(lines) * 5) + 0.25


def test_an_article_without_speech_has_no_quotations() -> None:
    assert extract(write("")) == ()
    assert extract(write("The bridge is closed. The river is high.")) == ()


def test_an_article_that_is_one_long_quotation_has_no_invented_speaker() -> None:
    found = extract(write("“" + "We walked on and the rain went on. " * 500 + "”"))
    assert [quotation.speaker for quotation in found] == [None]


def test_a_line_without_words_inside_a_speech_is_no_quotation() -> None:
    assert words("“We rowed all day.\n.\nThen the boat sank.”") == ["We rowed all day.", "Then the boat sank."]


def test_an_article_that_lost_its_line_ends_keeps_all_its_quotations() -> None:
    body = "“It held all night long,” Ana Ruiz said. The storm went by. " * 2_000
    assert speakers(body) == ["Ana Ruiz"] * 2_000


def test_a_paragraph_of_thousands_of_marks_is_no_prose() -> None:
    assert words('"a' * 6_000 + '\n\n"It held," said Ana Ruiz.') == ["It held,"]


def test_an_odd_mark_leaves_the_next_paragraph_alone() -> None:
    body = 'The sign " fell.\n\n"It fell on my foot," said Ana Ruiz.\n\n"Twice," said Lou Becker.'
    assert words(body) == ["It fell on my foot,", "Twice,"]
    assert speakers(body) == ["Ana Ruiz", "Lou Becker"]


def test_a_pronoun_that_fits_two_people_names_nobody() -> None:
    assert speakers("Ed Marr and Tom Gray both rowed. “We lost,” he said.") == [None]


def sure(body: str) -> list[tuple[str, bool]]:
    return [(quotation.speaker.name, quotation.speaker.sure) for quotation in extract(write(body)) if quotation.speaker]


@pytest.mark.parametrize(
    "body",
    [
        "**_“We are lost,”_** Ana Ruiz said.",
        "_“We are lost,”_ said _Ana Ruiz_.",
        "“We are lost,” said __Ana__ *Ruiz*.",
        "“We are lost,” said [[Ana Ruiz (pilot)|Ana Ruiz]].",
        '“We are lost,” said [Ana Ruiz](https://example.org/ana_(pilot) "Ana").',
        r"\"We are lost,\" said Ana Ruiz.",
        "“We are lost,” said <b>Ana Ruiz</b>.",
        "“We are lost,”² said Ana Ruiz.¹²",
        "“We are lost,” said Ana\u00a0Ruiz.",
    ],
)
def test_what_dresses_the_words_belongs_neither_to_them_nor_to_the_name(body: str) -> None:
    assert words(body) == ["We are lost,"]
    assert sure(body) == [("Ana Ruiz", True)]


@pytest.mark.parametrize("lower", ["Lt. Gov.", "Deputy Governor", "former Gov."])
def test_an_office_is_not_the_one_below_it_or_before_it(lower: str) -> None:
    body = f"Gov. Ana Ruiz met {lower} Ed Marr.\n\n“It sank,” the governor said."
    assert speakers(body) == ["Ana Ruiz"]
    assert sure(f"{lower} Ed Marr met the governor.\n\n“It sank,” the governor said.") == [("Ed Marr", False)]


@pytest.mark.parametrize("body", ["In Marr’s view, it was “a raft of rust.”", "Marr's verdict: “It sank.”"])
def test_whoever_has_a_view_is_named_without_having_it(body: str) -> None:
    assert speakers(body) == ["Marr"]


def test_where_a_cry_came_from_is_nobody() -> None:
    assert not speakers("From London came a warning: “It sank.”")


@pytest.mark.parametrize("day", ["Friday", "Today", "Yesterday"])
def test_the_day_of_a_ruling_is_nobody(day: str) -> None:
    assert speakers(f"Ana Ruiz spoke. {day}’s ruling was simple: “We are lost.”") == [None]


@pytest.mark.parametrize("marks", "‟” ❝❞ 〝〞 ″″ ＂＂ ｢｣ 『』 ❛❜ ‚‘ ´´".split())
def test_marks_of_any_shape_hold_what_is_said(marks: str) -> None:
    assert sure(f"{marks[0]}We are lost,{marks[1]} said Ana Ruiz.") == [("Ana Ruiz", True)]


@pytest.mark.parametrize("crowd", ["Fishermen", "Divers", "Letters"])
def test_what_opens_a_sentence_and_is_many_is_no_surname(crowd: str) -> None:
    assert sure(f"{crowd} went to him. Ed Marr, the cook, rowed. “It sank,” he said.") == [("Ed Marr", True)]


def test_a_surname_that_is_a_trade_is_sure_all_the_same() -> None:
    (said,) = extract(write("„Es sank“, sagte Markus Richter."), load("de"))
    assert said.speaker is not None
    assert said.speaker.sure


def test_an_apostrophe_that_a_backslash_escapes_ends_no_name() -> None:
    assert speakers("“We are lost,” said Sheila O\\'Dowd. “Nobody came,” O\\'Dowd said.") == ["Sheila O'Dowd"] * 2


def test_an_owner_in_bold_does_not_speak_for_what_is_owned() -> None:
    assert speakers("“We are lost,” said **Ana Ruiz**’s brother.") == ["Ana Ruiz’s brother"]


def test_of_two_people_who_speak_neither_is_sure() -> None:
    assert sure("“We are lost,” Ana Ruiz and Ed Marr said.") == [("Ana Ruiz", False)]
    assert sure("“We are lost,” Ana Ruiz said.") == [("Ana Ruiz", True)]


def test_a_description_that_its_verb_may_belong_to_is_not_sure() -> None:
    assert all(
        not is_sure for _, is_sure in sure("He came to discuss his recent remarks, saying “we are lost at sea”.")
    )


def test_a_speech_that_goes_on_is_sure_only_where_nothing_is_told_between() -> None:
    told = "The kitchen of the old house was dark, and by then the wind had died down for good."
    assert sure("“We are lost,” Ana Ruiz said.\n\n“Nobody came.”")[1] == ("Ana Ruiz", True)
    assert sure(f"“We are lost,” Ana Ruiz said.\n\n{told}\n\n“Nobody came.”")[1] == ("Ana Ruiz", False)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Ana Ruiz rang twice. Her tenant, Ed Marr, was on the stairs. “I had shut the door.”", ("Ed Marr", False)),
        ("Ana Ruiz rang twice. “It sank,” she said. Her tenant, Ed Marr, rowed. “At night.”", ("Ed Marr", False)),
        ("Ana Ruiz has a gym.\n\nIts champion, Ed Marr, pays for it.\n\n“He came at nine.”", ("Ed Marr", False)),
        ("Ana Ruiz rang. Her tenant, Ed Marr, came. Ruiz was not amused. “I had shut the door.”", ("Ana Ruiz", True)),
        ("The mill shut in May. Ana Ruiz was the last to leave. “I had shut the door.”", ("Ana Ruiz", True)),
        ("Lund was hired by the sheriff, Ed Marr. He swept the jail. “I need a key,” he said.", ("Lund", False)),
        ("Ed Marr is the sheriff. The jail was dirty. “I need a key,” he said.", ("Ed Marr", True)),
    ],
)
def test_who_goes_on_is_sure_where_nobody_was_told_of_before_them(body: str, told: tuple[str, bool]) -> None:
    assert sure(body)[-1] == told


def test_a_speaker_is_never_a_person_of_the_other_gender() -> None:
    assert speakers("Mr. Tom Gray rowed alone. “I watched,” she said.") == [None]


def test_two_unnamed_officials_stay_two() -> None:
    body = "“Yes,” said one official. “No,” said another official."
    assert speakers(body) == ["one official", "another official"]


def test_an_unnamed_official_is_never_a_named_one() -> None:
    body = "Ana Ruiz, a senior port official, left. “It sank,” said a senior port official."
    assert speakers(body) == ["a senior port official"]


@pytest.mark.parametrize(
    "office",
    "County Clerk;Lead Investigator;Chief Executive;City Council Member;Works Engineer;Associate Dean;Mayor-elect;"
    "Executive Producer;Kano State Commissioner for Health;Dean of Students;County Assessor;"
    "Archdeacon Emeritus;Speaker Pro Tem;King’s Counsel;Parks and Recreation Director;State Patrol Trooper".split(";"),
)
def test_an_office_of_several_words_is_a_role_and_no_part_of_the_name(office: str) -> None:
    for name in ("Beverly Nakai", "Mary Jo Kopek"):
        for one in extract(write(f"“It sank,” said {office} {name}. “At night,” {name.split()[-1]} said.")):
            assert (one.speaker and one.speaker.name, one.role) == (name, office)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Nigel Baker Brown", "Baker Brown"),
        ("Xiomara Fisher de Leon", "Fisher de Leon"),
        ("Harold Dean Porter", "Porter"),
        ("Suleiman Ortiz Diaz", "Diaz"),
        ("Asher Ochieng Oduya", "Oduya"),
        ("Ana de la Cruz Ruiz", "de la Cruz Ruiz"),
        ("Nana Ama Serwaa Boateng", "Serwaa Boateng"),
        ("Hank Boyle III", "Boyle"),
        ("Ed das Neves", "das Neves"),
        ("Ed av Marr", "av Marr"),
        ("Maya Ould Gray", "Ould Gray"),
    ],
)
def test_a_name_of_many_words_is_kept_whole(name: str, short: str) -> None:
    assert sure(f"“It sank,” said {name}. “At night,” {short} said.") == [(name, True)] * 2


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("The dam leaks. Its chief engineer, Ana Ruiz, was there. “It weeps,” Ruiz said.", "chief engineer"),
        ("Mrs Low stayed. Her daughter, Ana Ruiz, was there. “She has a cat,” Ruiz said.", "daughter"),
        ("Twenty signed it. One, Ana Ruiz, was there. “I tore it up,” Ruiz said.", None),
        ("Twenty signed it. Another of them, Ana Ruiz, was there. “I tore it up,” Ruiz said.", None),
        ("Twenty signed it. One resident, Ana Ruiz, was there. “I tore it up,” Ruiz said.", "resident"),
    ],
)
def test_no_role_points_at_somebody_who_is_not_shown_with_it(body: str, role: str | None) -> None:
    assert {said.role for said in extract(write(body))} == {role}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Its chair, the former dancer Ana Ruiz, said that the theatre would stay open.", "Ana Ruiz", "chair"),
        ("Their lawyer, the retired judge Piet Maas, said that 300 had signed.", "Piet Maas", "lawyer"),
        ("Its chair, Olympic swimmer Ana Ruiz, said that the pool would stay open.", "Ana Ruiz", "chair"),
        ("According to the port’s director, Ana Ruiz, 12 ships were late.", "Ana Ruiz", "the port’s director"),
        ("“It sank,” said its head there, Ana Ruiz.", "Ana Ruiz", "head"),
        ("His lawyer, Maître Ana Ruiz, said he had protested.", "Ana Ruiz", "lawyer"),
        ("It was a bad day for the mayor, Ana Ruiz. “It sank,” she said.", "Ana Ruiz", "the mayor"),
        ("It was the last match for the coach, Ana Ruiz. “It sank,” she said.", "Ana Ruiz", "the coach"),
        ("“It sank,” said rower, cook and author Ana Ruiz.", "Ana Ruiz", "rower, cook and author"),
        ("“It sank,” said the other rower, Ana Ruiz.", "Ana Ruiz", "the other rower"),
        ("“It sank,” said Ed Marr’s aunt, Eva.", "Eva", "Ed Marr’s aunt"),
        ("“It sank,” said the cook’s aunt, a rower named Ana Ruiz.", "Ana Ruiz", "the cook’s aunt"),
        ("“It sank,” said her heir as mayor of the town, Ana Ruiz.", "Ana Ruiz", "heir as mayor of the town"),
        ("“It sank,” said the world No. 3, Ana Ruiz.", "Ana Ruiz", "the world No. 3"),
        ("“It sank,” said World No. 3 Ana Ruiz.", "Ana Ruiz", "World No. 3"),
        ("“It sank,” the pastor, Msgr. Tal Gray, said.", "Tal Gray", "the pastor"),
        (
            "The commissioner for the coast, Ana Ruiz, left. “It sank,” she said.",
            "Ana Ruiz",
            "The commissioner for the coast",
        ),
    ],
)
def test_a_name_behind_a_description_has_the_office_that_it_tells(text: str, name: str, role: str) -> None:
    (said,) = extract(write(text))
    assert (said.speaker and said.speaker.name, said.role) == (name, role)


def test_a_role_stands_beside_the_name() -> None:
    (said,) = extract(write("“The roof leaks,” said Imogen Blake, the museum's director, on Monday."))
    assert said.role == "the museum's director"


@pytest.mark.parametrize("query", ["Ruiz-Lopez", "Lopez", "ruiz", "Anneke Lopez", "Ms Ruiz-Lopez"])
def test_either_half_of_a_double_name_will_do(query: str) -> None:
    found = extract(write("“It held,” said Anneke Ruiz-Lopez. “It broke,” said Ed Marr."))
    assert find_speakers(found, query) == {"Anneke Ruiz-Lopez"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("the union secretary", True),
        ("the union's secretary", True),
        ("secretary", True),
        ("the board secretary", False),
    ],
)
def test_a_role_is_that_of_whom_the_words_before_it_name(query: str, found: bool) -> None:
    board = "The board met. “No,” it wrote."
    union = "The union said nobody would come. “Nobody goes up there,” said its secretary, Marisol Quint."
    names = find_speakers(extract(write(f"{board}\n\n{union}")), query)
    assert ("Marisol Quint" in names) is found


@pytest.mark.parametrize(("owner", "role"), [("Prime Minister Ed Marr", "Prime Minister"), ("Ed Marr", None)])
def test_an_owner_has_his_own_role_and_is_not_his_own(owner: str, role: str | None) -> None:
    (said,) = extract(write(f"{owner}’s National Union lost. “It sank,” he said."))
    assert said.role == role


@pytest.mark.parametrize(
    ("role", "query"),
    [
        ("the chief executive of the line", "CEO"),
        ("the chief executive of the Northern Line", "the CEO of the Northern Line"),
        ("the mayor of Halvik", "mayor of Halvik"),
        ("the chief executive officer of the line", "the line's CEO"),
        ("the CEO of the line", "chief executive"),
        ("the finance minister and member of parliament", "the MP"),
    ],
)
def test_the_initials_of_an_office_are_the_office(role: str, query: str) -> None:
    others = "The Northern Line said it was safe. Halvik said it would wait."
    found = extract(write(f"“It held,” said Eva Low, {role}. “It broke,” said Ed Marr, the captain. {others}"))
    assert find_speakers(found, query) == {"Eva Low"}


def test_a_person_is_found_by_the_description_that_means_her() -> None:
    found = extract(write("“It sank,” said Eva Low, who farms near Ely.\n\n“It was old,” the farmer said."))
    assert find_speakers(found, "the farmer") == {"Eva Low"}
    assert find_speakers(found, "the baker") == frozenset()


@pytest.mark.parametrize(
    "told",
    [
        "I met Dev Quist of the pilots’ guild, who is a patient man.",
        "Then there is Dev Quist, who was never a rich man.",
        "The clinic is run by Dev Quist, who has a son.",
        "I met Dev Quist, who was looking for a priest.",
        "Dev Quist of the mill is a careful man.",
    ],
)
def test_what_somebody_is_or_has_is_not_who_speaks(told: str) -> None:
    (said,) = extract(write(f"{told} “I have waited for a year now,” he said."))
    assert said.speaker is not None
    assert said.speaker.name == "Dev Quist"


def test_what_somebody_is_in_french_is_not_who_speaks() -> None:
    body = "J’ai parlé à Dev Quist, de l’union, qui est un homme patient. « Je n’aurai plus de membres », m’a-t-il dit."
    (said,) = extract(write(body), load("fr"))
    assert said.speaker is not None
    assert said.speaker.name == "Dev Quist"


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Ana Ruiz, who is a judge, met a young man.", "a young man"),
        ("Ana Ruiz, who knew a young man, wept.", "a young man"),
        ("The boat, which had hit a fisherman, sank.", "a fisherman"),
        ("Beside Dev Quist was an old man.", "an old man"),
    ],
)
def test_somebody_without_a_name_speaks_whom_no_name_can_mean(told: str, name: str) -> None:
    (said,) = extract(write(f"{told} “I have waited for a year now,” he said."))
    assert said.speaker is not None
    assert said.speaker.name == name


def test_what_somebody_is_tells_more_than_a_first_name() -> None:
    told = "Kit Amaro is a careful man. Ana Ruiz is not. “I have waited for a year now,” he said."
    assert [said.speaker.name for said in extract(write(told)) if said.speaker] == ["Kit Amaro"]


def test_a_resolution_carries_its_evidence() -> None:
    body = "Ana Ruiz mended the net. “It held,” she said. “Mostly.”"
    assert [said.speaker.evidence for said in extract(write(body)) if said.speaker] == [
        Evidence.PRONOUN,
        Evidence.CARRIED,
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Ana Ruiz told the council that the pier would open in May.", "the pier would open in May"),
        ("Ana Ruiz promised the pier would open in May.", "the pier would open in May"),
        ("Ana Ruiz warned it could take longer.", "it could take longer"),
        ("Ana Ruiz said 340 dockers would stay home.", "340 dockers would stay home"),
        ("The pier would open in May, Ana Ruiz noted.", "The pier would open in May"),
    ],
)
def test_reported_speech_is_marked_as_the_reporters_words(body: str, words: str) -> None:
    (said,) = extract(write(body))
    assert (said.kind, said.text) == (Kind.INDIRECT, words)
    assert said.speaker is not None
    assert said.speaker.name == "Ana Ruiz"


@pytest.mark.parametrize(
    "body",
    [
        "The pier, Ana Ruiz said, would open in May.",
        "The pier, Mayor Ana Ruiz said on Tuesday, will open in May.",
        "The pier, according to Ana Ruiz, has not been open since May.",
        "By May, said Ana Ruiz, the pier would open.",
        "The pier, Ana Ruiz told the Mail, would open in May.",
    ],
)
def test_reported_speech_stands_around_whoever_is_inserted_into_it(body: str) -> None:
    (said,) = extract(write(body))
    assert (said.kind, said.text) == (Kind.INDIRECT, body.rstrip("."))
    assert said.speaker is not None
    assert said.speaker.name == "Ana Ruiz"


@pytest.mark.parametrize(
    "rest",
    [
        "said: two boats, a shed and a crane, which had stood there since 1912.",
        "said on Monday; the pier, which was empty, is still there.",
        "told reporters: it was old, it was wet, and nobody had looked after it.",
    ],
)
@pytest.mark.parametrize("words", ["The pier was lost", "At least four boats were lost", "Most of it burned"])
def test_a_report_goes_on_behind_whoever_it_is_by(words: str, rest: str) -> None:
    said, *_ = extract(write(f"{words}, Ana Ruiz {rest}"))
    assert (said.kind, said.text) == (Kind.INDIRECT, words)
    assert said.speaker is not None
    assert said.speaker.name == "Ana Ruiz"


@pytest.mark.parametrize(
    "opening",
    [
        "Asked whether the pier was safe",
        "After the pier was lost",
        "Speaking as the rain fell",
        "Shown the letter that was found",
        "When the last boat was in",
    ],
)
def test_what_only_leads_up_to_whoever_speaks_reports_nothing(opening: str) -> None:
    assert extract(write(f"{opening}, Ana Ruiz said: the pier has stood here since 1912, and it will stand.")) == ()


@pytest.mark.parametrize(
    "body",
    [
        "On Monday, Ana Ruiz acknowledged the arrest, claiming that nobody knew him.",
        "In May, Ana Ruiz announced the end of the works, and the pier was open.",
        "Ana Ruiz, the engineer who had warned of the ice, left the pier in May.",
        "It was, all told, a fair picture of the pier.",
        "The mayor, Ana Ruiz, was not there, and the pier was cold.",
    ],
)
def test_what_stands_between_two_commas_with_an_object_or_a_relative_clause_reports_nothing(body: str) -> None:
    assert extract(write(body)) == ()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "Im Kreis könne jedes Kind schwimmen, sagte Ana Ruiz.",
            "Im Kreis könne jedes Kind schwimmen",
        ),
        ("Der Bus komme immer zu spät, sagte Ana Ruiz.", "Der Bus komme immer zu spät"),
        ("Ana Ruiz sagte, die Pfeiler hätten sich bewegt.", "die Pfeiler hätten sich bewegt"),
        ("Ana Ruiz erklärte, dass das Geld nicht reiche.", "das Geld nicht reiche"),
        ("Der Bus, sagte Ana Ruiz am Dienstag, komme zu spät.", "Der Bus, sagte Ana Ruiz am Dienstag, komme zu spät"),
    ],
)
def test_a_german_clause_in_the_subjunctive_is_reported_speech(body: str, words: str) -> None:
    (said,) = extract(replace(write(body), language="de"))
    assert (said.kind, said.text) == (Kind.INDIRECT, words)
    assert said.speaker is not None
    assert said.speaker.name == "Ana Ruiz"


@pytest.mark.parametrize(
    "body",
    [
        "Ana Ruiz sagte nichts, und der Saal war leer.",
        "Ana Ruiz, die das sagte, ging nach Hause.",
        "Am Abend war der Saal leer, und Ana Ruiz ging nach Hause.",
        "Ana Ruiz sagte, als der Saal leer war, kein Wort.",
    ],
)
def test_a_german_sentence_without_what_is_said_reports_nothing(body: str) -> None:
    assert extract(replace(write(body), language="de")) == ()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Ana Ruiz said she was “devastated” by the fire.", Kind.MIXED),
        ("Ana Ruiz dismissed the plan as “theatre”.", Kind.MIXED),
        ("Ana Ruiz said the shop sold “vintage” clothes.", Kind.SCARE),
        ("Ana Ruiz said the shop was “vintage” chic.", Kind.SCARE),
        ("The gate was “open”, said the sign.", Kind.SCARE),
    ],
)
def test_one_word_is_said_where_it_judges(body: str, kind: Kind) -> None:
    assert [said.kind for said in extract(write(body)) if said.kind is not Kind.INDIRECT] == [kind]


@pytest.mark.parametrize("body", ["Ana Ruiz announced a plan to open the pier.", "Ana Ruiz leads in pledged votes."])
def test_an_object_is_no_reported_speech(body: str) -> None:
    assert extract(write(body)) == ()


@pytest.mark.parametrize(
    "body",
    [
        "Ana Ruiz did not say that the pier would open in May.",
        "It is unclear whether Ana Ruiz said that the mayor was drunk.",
        "It is not known if the engineer, Ana Ruiz, said the pier would open.",
        "Reporters asked if Ed Marr had said that the boat sank.",
        "Lawyers will have to show whether on that night Ed Marr warned that the boat was old.",
        "If Ana Ruiz says that the boat sank, she is lying.",
        "Unless the board promises that the pier will open, the rowers will leave.",
        "Had Ana Ruiz said that the boat sank, nobody would have cared.",
        "Has Ana Ruiz said that the boat sank?",
        "Ana Ruiz may have said that the boat sank.",
        "Even the mayor, Ana Ruiz, should have warned that the boat was old.",
    ],
)
def test_what_was_denied_or_is_left_open_is_not_reported_speech(body: str) -> None:
    assert extract(write(body)) == ()


@pytest.mark.parametrize(
    "body",
    [
        "If it rains, Ana Ruiz said that the pier would open in May.",
        "Ana Ruiz, who would have left, has said that the pier would open in May.",
        "Asked whether it was safe, Ana Ruiz said that the pier would open in May.",
        "Ana Ruiz said that the pier would open in May if Ed Marr said that it was safe.",
    ],
)
def test_what_is_said_behind_a_condition_or_before_one_is_reported_speech(body: str) -> None:
    (said,) = extract(write(body))
    assert said.text.startswith("the pier would open in May")
    assert said.speaker is not None
    assert said.speaker.name == "Ana Ruiz"


@pytest.mark.parametrize(
    "body",
    [
        "Port Ellery after the flood: “We will rebuild the town.”",
        "East Lane on Monday: “We will rebuild the town.”",
        "Ana Ruiz by Ed Marr: “She is a liar.”",
        "Ana Ruiz on a banner in the stands: “Go home now!”",
        "Ana Ruiz in the eyes of her son: “She is a hero to me.”",
        "Ana Ruiz through the years: “She is a hero to me.”",
        "“It sank.” The remark came as Ana Ruiz left.",
        "“It sank.” The question came after Ana Ruiz.",
        "Ed Marr wrote to Ana Ruiz, whose lawyer was blunt: “No, it never sank.”",
        "The letter written for Ama Stone by Karl Ode was short: “We will not go.”",
        "The verdict on Ana Ruiz was short: “She is lost for us.”",
        "The letter to Ana Ruiz was short: “We are lost.”",
        "Praised as “a marvel of the age,” Ana Ruiz bowed.",
        "Known to all as “the Needle,” Ana Ruiz smiled.",
        "On Monday, dismissed as “an old joke,” Ana Ruiz rowed on.",
        "Ed Marr left. The paper quoted her as saying: “We are lost.”",
        "The Post quoted Ana Ruiz and Ed Marr as saying: “We will not go.”",
        "The memory of Ana Ruiz was long: “She knew us all by name.”",
        "It is unclear whether Ana Ruiz said the mayor was “drunk and rude.”",
        "Reporters asked if Ed Marr had called the boat “a raft of rust.”",
        "If Ana Ruiz says “the boat sank,” nobody will believe her.",
    ],
)
def test_whom_the_words_are_about_or_reach_is_not_sure_to_say_them(body: str) -> None:
    assert not any(is_sure for _, is_sure in sure(body))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("The Harbour Post, which broke the story, quoted Ama Stone as saying: “I will not go.”", "Ama Stone"),
        ("Ed Marr, citing Ama Stone as saying “we will not go,” rowed on.", "Ama Stone"),
        ("Ed Marr met Ana Ruiz. The paper quoted her as saying: “We are lost.”", "Ana Ruiz"),
        ("Ana Ruiz met Ed Marr. The paper quotes him as saying that “we are all lost.”", "Ed Marr"),
        ("Ana Ruiz was quoted as saying: “We are lost.”", "Ana Ruiz"),
        ("The Post quoted the mayor, Ana Ruiz, as saying: “We will not go.”", "Ana Ruiz"),
        ("The Post quoted Ana Ruiz, the mayor, on Monday as saying: “We will not go.”", "Ana Ruiz"),
        ("Quoting Ed Marr as saying “it sank,” Ana Ruiz smiled.", "Ed Marr"),
        ("Asked whether Ed Marr lied, Ana Ruiz said it was “not for her to say.”", "Ana Ruiz"),
        ("Ana Ruiz wondered whether it was “a raft of rust.”", "Ana Ruiz"),
        ("Ed Marr wrote to Ana Ruiz, whose reply was: “No, it never sank.”", "Ana Ruiz"),
        ("Tom Gray, Ed Marr’s son, asked Ana Ruiz, whose answer was short: “We are lost.”", "Ana Ruiz"),
        ("The letter sent by Ana Ruiz was short: “We are lost.”", "Ana Ruiz"),
        ("“It sank?” The question came from Ana Ruiz.", "Ana Ruiz"),
        ("Praised by Ed Marr as “a marvel,” Ana Ruiz smiled.", "Ed Marr"),
        ("Critics regard it as “a marvel,” Ana Ruiz said.", "Ana Ruiz"),
    ],
)
def test_whoever_is_quoted_answers_or_praises_says_the_words(body: str, told: str) -> None:
    assert sure(body) == [(told, True)]


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("Keeper of the Seal Ana Ruiz", "Ana Ruiz"),
        ("Keeper of the Privy Seal Karl Ode", "Karl Ode"),
        ("Warden of the Cinque Ports Ana Ruiz", "Ana Ruiz"),
        ("Bishop of Durham Karl Ode", "Karl Ode"),
        ("Police General Karl Ode", "Karl Ode"),
        ("Attorney General Ana Ruiz", "Ana Ruiz"),
        ("RMT Leader Karl Ode", "Karl Ode"),
        ("NASA Launch Services", "NASA Launch Services"),
        ("Mercy General Hospital", "Mercy General Hospital"),
        ("Mercy General Hospital Trust", "Mercy General Hospital Trust"),
        ("General Motors", "General Motors"),
        ("Harbour General Insurance", "Harbour General Insurance"),
    ],
)
def test_an_office_is_no_part_of_a_person_s_name_and_may_be_one_of_a_body_s(who: str, name: str) -> None:
    assert sure(f"{who} said it was “deeply sorry for the boats.”") == [(name, True)]
    assert sure(f"“It sank,” said {who}.") == [(name, True)]


@pytest.mark.parametrize("dash", ["-", "–", "—"])
@pytest.mark.parametrize(
    "lines",
    [
        ["The road is closed, said Ana Ruiz.", "Schools are shut until Monday.", "Ed Marr has resigned."],
        ["Why was the road closed?", "What we know, by Ana Ruiz.", "Ed Marr has resigned."],
        ["The road is closed, says Ana Ruiz, an engineer.", "Karl Ode said, looking away."],
        ["Ferries are late, said the mayor, Ana Ruiz.", "Will they sail? asked Ed Marr."],
    ],
)
def test_an_english_list_is_no_dialogue(dash: str, lines: list[str]) -> None:
    assert words("\n".join(f"{dash} {line}" for line in lines)) == []


@pytest.mark.parametrize("dash", ["-", "–", "—"])
def test_the_dash_of_a_list_is_no_part_of_what_is_reported(dash: str) -> None:
    (said,) = extract(write(f"{dash} The road is closed, said Ana Ruiz.\n{dash} Schools are shut."))
    assert (said.kind, said.text) == (Kind.INDIRECT, "The road is closed")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("The National Union of Rowers (NUR) met. “It sank,” said the NUR.", "National Union of Rowers"),
        ("Ana Ruiz, the prime minister, met Ed Marr. “It sank,” the PM said.", "Ana Ruiz"),
        ("The Board for Boats and Old Lakes (BBOL) met. “It sank,” the BBOL said.", "Board for Boats and Old Lakes"),
        ("The National Union of Rowers (NRU) met. “It sank,” said the NRU.", "NRU"),
        ("The Rowers, National Union (RNU) met. “It sank,” said the RNU.", "RNU"),
    ],
)
def test_letters_stand_for_the_words_that_begin_with_them(body: str, told: str) -> None:
    assert speakers(body) == [told]


TURNS = "Q: Did the pier hold?\nA: It held, “mostly”.\nQ: And now?"
LABELS = "MS. OSEI: The vote is called.\nMR. DUNN: I object.\nMS. OSEI: Noted."


@pytest.mark.parametrize("body", [TURNS, LABELS, LABELS.replace("\n", "\r\n"), "Ana Ruiz said that the pier held."])
def test_turns_and_reported_speech_are_not_marked(body: str) -> None:
    found = extract(write(body))
    assert found
    assert not any(map(is_marked, found))


@pytest.mark.parametrize(
    "body",
    [
        "“It held,” said Ana Ruiz.",
        'Ruiz: "It held."',
        "“The pier held well.\n\n“Then it all broke.”",
        "«It held,» he said.",
    ],
)
def test_words_between_marks_are_marked(body: str) -> None:
    found = extract(write(body))
    assert found
    assert all(map(is_marked, found))


@pytest.mark.parametrize(
    "body",
    [
        "LONDON. — The boat sank.\n\nPARIS. — It was old.\n\nLONDON. — The mast broke.",
        "LONDON — The boat sank.\n\nPARIS (Reuters) - It was old.",
        "Football. – Brest gagne.\n\nTennis. – Brun perd.\n\nFootball. – Lens perd.",
        "Weather: Rain fell.\n\nSport: Leeds won.\n\nWeather: It was cold.",
        "North Ward: Leeds won.\n\nSouth Ward: Who won?\n\nWard: Nobody.",
        "Two rowers won.\n\nNora Lind: She rows at night.\n\nPiet Dahl: He rows at noon.",
        "NASA launched a boat.\n\nNATO held a meeting.",
    ],
)
def test_a_place_or_a_heading_before_a_line_says_nothing(body: str) -> None:
    assert extract(write(body), load("en")) == ()


def quote(*bodies: str) -> list[Quotation]:
    return [said for number, body in enumerate(bodies) for said in extract(write(body, name=str(number)))]


def test_a_surname_in_another_article_is_the_same_person() -> None:
    said = quote("“A,” said Ana Ruiz, the mayor. “B,” Ruiz said.", "“No boats today,” Ruiz said.")
    (person,) = people(said)
    assert (person.name, person.aliases, person.quotations) == ("Ana Ruiz", ("Ruiz",), 3)
    assert person.roles == ((ArticleId("0"), "the mayor"),)


def test_two_people_of_one_surname_stay_two() -> None:
    said = quote("“No,” Carol Clark said. “Yes,” Dennis Clark said.", "“Perhaps so,” Clark said.")
    assert Counter(person.name for person in people(said)) == Counter(["Carol Clark", "Dennis Clark", "Clark"])


def test_unnamed_speakers_are_not_people() -> None:
    assert people(quote("“Yes, all of it,” said a senior official.")) == ()


@pytest.mark.parametrize("query", ["Victoria Nuland", "nuland", "Nulnad", "victoria", "Viktoria Nuland", "nul"])
def test_a_person_is_found_by_part_of_the_name_and_with_slips(query: str) -> None:
    nuland = Person(name="Victoria Nuland", aliases=("Nuland",), roles=(), quotations=4)
    others = [Person(name=name, aliases=(), roles=(), quotations=9) for name in ("Jim Jeffrey", "Carol Clark")]
    assert find_person([*others, nuland], query) == (nuland,)


def test_nobody_is_found_for_a_name_unlike_all() -> None:
    assert find_person([Person(name="Jim Jeffrey", aliases=(), roles=(), quotations=1)], "Osman") == ()


@pytest.mark.yardsticks
@pytest.mark.skipif(not POLNEAR.exists(), reason="the yardsticks are not beside this checkout")
def test_annotated_news_is_read_as_well_as_before(tmp_path: Path) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("score_quotes", POLNEAR.parents[1] / "score_quotes.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = {fields["id"]: fields for fields in map(json.loads, POLNEAR.read_text(encoding="utf-8").splitlines())}
    predicted = {key: {"quotes": [*_marked(fields["text"])]} for key, fields in gold.items()}
    figures, _ = scorer.score(gold, predicted)
    assert figures["exact"][2] >= 98.2
    assert figures["joint"][2] >= 94.8
    assert figures["fp_short"] <= 5


def _marked(body: str) -> list[dict[str, object]]:
    """The direct and mixed quotations that stand between marks, as the scorer reads them."""
    return [
        {
            "start": said.span.start,
            "end": said.span.end,
            "speaker": said.speaker and said.speaker.name,
            "speaker_start": said.speaker and said.speaker.mention.start,
            "speaker_end": said.speaker and said.speaker.mention.end,
        }
        for said in extract(write(body))
        if said.kind is not Kind.INDIRECT
        and body[max(0, said.span.start - 2) : said.span.start].rstrip()[-1:] in tuple("\"“”'‘’«`")
    ]


@pytest.mark.parametrize("words", ["a senior official", "el alcalde", "une élue écologiste", "ein ranghoher Beamter"])
def test_a_description_in_any_language_is_nobody_s_name(words: str) -> None:
    assert is_description(words)


@pytest.mark.parametrize("name", ["Ana Ruiz", "La Toya Jackson", "Le Pen", "Den Watts", "Es Devlin"])
def test_a_name_that_begins_like_a_description_is_a_name(name: str) -> None:
    assert not is_description(name)


@pytest.mark.parametrize(
    "words",
    [
        "The county council",
        "the union of ambulance workers",
        "The port’s fire brigade",
        "its board",
        "The police",
        "la fédération",
        "le conseil municipal",
        "die Behörde",
        "die örtliche Polizei",
        "die Gewerkschaft der Fährleute",
        "el grupo de vecinos",
        "su sindicato",
    ],
)
def test_a_body_may_be_called_by_its_kind(words: str) -> None:
    assert is_description(words)
    assert is_body(words)


@pytest.mark.parametrize(
    "words",
    [
        "a council",
        "one union",
        "the council’s leader",
        "The head of the union",
        "The report",
        "the police officer",
        "the",
        "le rapport",
        "der Sprecher",
        "der Sprecher der Polizei",
        "el portavoz del gobierno",
        "la directrice du conseil",
    ],
)
def test_whoever_is_in_a_body_or_speaks_in_its_name_is_none(words: str) -> None:
    assert not is_body(words)


@pytest.mark.parametrize(
    ("scene", "role"),
    [
        ("Outside the court Eva Holm lit a candle.", None),
        ("In the small yard Eva Holm sold bread.", None),
        ("After the vote Eva Holm left.", None),
        ("Later at the gate Eva Holm wept.", None),
        ("At the gate stood Eva Holm.", None),
        ("On the stand the engineer Eva Holm wept.", "engineer"),
    ],
)
def test_who_is_told_of_behind_a_place_or_a_time_is_who_speaks_next(scene: str, role: str | None) -> None:
    body = f"Judge Ruth Pell told both sides to wait.\n\n{scene} “We have been flooded four times,” she said."
    (said,) = extract(write(body))
    assert (said.speaker and said.speaker.name, said.role) == ("Eva Holm", role)


def test_whom_he_does_something_to_is_not_he() -> None:
    (_, said) = extract(
        write(
            "“It was my mistake,” Clerk Ivor Pryce said.\n\nDale Hurlock was behind. Asked whether he trusted the "
            "clerk, he paused. “I trust arithmetic,” he said."
        )
    )
    assert said.speaker
    assert said.speaker.name == "Dale Hurlock"


@pytest.mark.parametrize("called", ["that the union called", "that the union has called", "the union called"])
def test_what_somebody_calls_by_a_name_does_not_call_itself_so(called: str) -> None:
    (said,) = extract(write(f"The lease is an idea {called} “a fire sale with a ribbon on it”."))
    assert said.speaker
    assert said.speaker.name == "the union"


@pytest.mark.parametrize("posted", ["(@arden) October 6, 2026", "6 October 2026", "(@arden)", ""])
def test_who_posted_something_stands_below_it_with_the_day(posted: str) -> None:
    body = f"“Nobody panicked,” said Captain Ilse Brandt.\n\n“We are all safe.”\n\n— Tom Arden {posted}"
    (_, said) = extract(write(body.strip()))
    assert said.speaker
    assert (said.speaker.name, said.speaker.sure) == ("Tom Arden", True)


@pytest.mark.parametrize("word", ["Nothing", "Something", "Everything"])
def test_a_thing_without_a_name_says_nothing(word: str) -> None:
    (said,) = extract(write(f"{word} was learned.\n\n“Safety first,” it says on the side of every ship."))
    assert said.speaker is None


def test_a_lone_name_that_a_sentence_ends_with_goes_on_and_nobody_told_of_before() -> None:
    before = "Viktor Hale denied it. “We did not know,” he said."
    *_, said = extract(write(f"{before}\n\nThe board meets in May, Vong said. “We look for the cause.”"))
    assert said.speaker
    assert (said.speaker.name, said.speaker.sure) == ("Vong", False)
