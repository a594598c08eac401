"""A question in another language is told from one in English, however short it is, and whatever names are in it."""

import json
from pathlib import Path

import pytest

from index.languages.chatter import is_foreign

# Written before the rule was.
_ELSEWHERE = {
    "sv": "Hur många jobb försvinner? / Vem vann valet? / När öppnar bron igen? / Varför stängdes skolan? / "
    "Vad hände på torget igår? / Var bor borgmästaren? / hur gammal är han",
    "da": "Hvem vandt valget? / Hvornår åbner broen igen? / Hvor mange mistede jobbet? / Hvad sagde ministeren? / "
    "Hvorfor blev skolen lukket? / Hvor ligger fabrikken? / hvor gammel er hun",
    "no": "Hvem leder undersøkelsen? / Når stenger fabrikken? / Hva koster den nye brua? / Hvor mange ble skadet? / "
    "Hvorfor streiker lærerne? / Hvilket parti vant? / Er broen åpen?",
    "nl": "Wie won de verkiezingen? / Hoeveel banen verdwijnen er? / Wanneer gaat de brug open? / "
    "Waarom is de school dicht? / Wat zei de burgemeester? / Waar ligt de fabriek? / Hoe oud is hij?",
    "pt": "Quem ganhou as eleições? / Quantos empregos vão desaparecer? / Quando abre a ponte? / "
    "Por que a escola fechou? / O que disse o ministro? / Onde fica a fábrica? / quanto custa a obra",
    "it": "Chi ha vinto le elezioni? / Quanti posti di lavoro spariranno? / Quando riapre il ponte? / "
    "Perché la scuola è chiusa? / Cosa ha detto il sindaco? / Dove si trova la fabbrica? / quanti anni ha",
    "cs": "Kdo vyhrál volby? / Kolik lidí přijde o práci? / Kdy se most znovu otevře? / Proč zavřeli školu? / "
    "Co řekl starosta? / Kde leží továrna? / kolik stoji novy most",
    "pl": "Kto wygrał wybory? / Ile osób straci pracę? / Kiedy otworzą most? / Dlaczego zamknięto szkołę? / "
    "Co powiedział burmistrz? / Gdzie jest fabryka? / ile kosztuje nowy most",
    "tr": "Seçimi kim kazandı? / Kaç kişi işini kaybetti? / Köprü ne zaman açılıyor? / Okul neden kapatıldı? / "
    "Belediye başkanı ne dedi? / Fabrika nerede? / kac kisi oldu",
    "fi": "Kuka voitti vaalit? / Kuinka moni menettää työnsä? / Milloin silta avataan? / Miksi koulu suljettiin? / "
    "Mitä pormestari sanoi? / Missä tehdas sijaitsee? / paljonko silta maksaa",
    "hu": "Ki nyerte a választást? / Hány ember veszti el az állását? / Mikor nyit a híd? / "
    "Miért zárták be az iskolát? / Mit mondott a polgármester? / Hol van a gyár? / mennyibe kerul a hid",
    "ro": "Cine a câștigat alegerile? / Câți oameni își pierd locul de muncă? / Când se redeschide podul? / "
    "De ce a fost închisă școala? / Ce a spus primarul? / Unde se află fabrica? / cat costa podul nou",
    "hr": "Tko je pobijedio na izborima? / Koliko ljudi gubi posao? / Kada se otvara most? / "
    "Zašto je škola zatvorena? / Što je rekao gradonačelnik? / gdje se nalazi tvornica",
    "sk": "Kto vyhral voľby? / Koľko ľudí príde o prácu? / Kedy otvoria most? / Prečo zavreli školu? / "
    "Čo povedal primátor? / kde je tovaren",
    "id": "Siapa yang memenangkan pemilu? / Berapa orang yang kehilangan pekerjaan? / Kapan jembatan dibuka? / "
    "Mengapa sekolah ditutup? / Apa kata wali kota? / di mana pabriknya",
}

# Written after it; it was mended by them.
_LATER = {
    "sv": "Vilka skolor ska stängas? / Är bron öppen igen? / Hur mycket kostar det? / Vem är Ann Lee? / "
    "har de hittat orsaken",
    "da": "Hvem er Ann Lee? / Er broen sikker? / Hvilke skoler lukker? / hvor meget koster det",
    "no": "Hvem er Ann Lee? / Har de funnet årsaken? / Når kommer rapporten?",
    "nl": "Wie is Ann Lee? / Is de brug weer open? / Welke scholen gaan dicht? / hoeveel kost dat / Wat is er gebeurd?",
    "pt": "Quem é Ann Lee? / A ponte está aberta? / Quantas pessoas morreram? / Qual é o custo? / "
    "quando foi o incendio",
    "it": "Chi è Ann Lee? / Il ponte è aperto? / Quante persone sono morte? / Qual è il costo? / "
    "Cosa è successo? / quando e stato l'incendio",
    "cs": "Kdo je Ann Lee? / Je most bezpečný? / Kolik to stojí? / Co se stalo? / Které školy zavřou?",
    "pl": "Kim jest Ann Lee? / Czy most jest otwarty? / Ile to kosztuje? / Co się stało? / Które szkoły zamkną?",
    "tr": "Ann Lee kim? / Köprü açık mı? / Ne kadar tuttu? / Ne oldu? / Hangi okullar kapanacak?",
    "fi": "Kuka on Ann Lee? / Onko silta auki? / Paljonko se maksoi? / Mitä tapahtui? / Mitkä koulut suljetaan?",
    "hu": "Ki Ann Lee? / Nyitva van a híd? / Mennyibe került? / Mi történt? / Mely iskolák zárnak be?",
    "ro": "Cine este Ann Lee? / Este podul deschis? / Cât a costat? / Ce s-a întâmplat? / Care școli se închid?",
    "hr": "Tko je Ann Lee? / Je li most otvoren? / Koliko je koštalo? / Što se dogodilo? / Koje škole se zatvaraju?",
    "sk": "Kto je Ann Lee? / Je most otvorený? / Koľko to stálo? / Čo sa stalo? / Ktoré školy zatvoria?",
    "id": "Siapa Ann Lee? / Apakah jembatannya dibuka? / Berapa biayanya? / Apa yang terjadi? / "
    "Sekolah mana yang tutup?",
    "de": "Wer ist Ann Lee? / Ist die Brücke offen? / Was ist passiert? / Wie viel kostet das? / Wo liegt die Fabrik?",
    "fr": "Qui est Ann Lee ? / Le pont est-il ouvert ? / Que s'est-il passé ? / Où est l'usine ? / "
    "Est-ce que le pont est sûr ?",
    "es": "¿Quién es Ann Lee? / ¿Está abierto el puente? / ¿Qué pasó? / ¿Dónde está la fábrica? / que paso en la plaza",
}
_NOT_TOLD = {  # for want of a word that is no English one, or of two that only join
    "Ce a spus primarul?", "cat costa podul nou", "Er broen sikker?", "Is de brug weer open?", "A ponte está aberta?",
    "Ann Lee kim?", "Ne kadar tuttu?", "Ne oldu?", "Ki Ann Lee?", "Cât a costat?",
}  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        "Wie viele Menschen starben bei dem Erdbeben in Dariz?",
        "Wann lief das Abkommen aus?",
        "¿Quién es Ann Lee?",
        "Cuándo cerraron el puente",
        "Qui a fermé le pont ?",
        "Combien coûte la réparation du quai ?",
        "من أغلق الجسر؟",
        "Chi ha chiuso il ponte?",
        "Combien de maisons la lave a-t-elle détruites à Chã ?",
    ],
)
def test_a_question_in_another_language_is_foreign(question):
    assert is_foreign(question)


@pytest.mark.parametrize("language", _LATER)
def test_short_questions_are_foreign_in_languages_that_are_not_read(language):
    asked = f"{_ELSEWHERE.get(language, '')} / {_LATER[language]}".strip("/ ").split(" / ")
    assert {question for question in asked if not is_foreign(question)} == _NOT_TOLD.intersection(asked)


def test_no_question_of_our_own_sets_is_foreign():
    sets = ("answers/*questions.jsonl", "chat/chat.jsonl", "conversations/conversations.jsonl", "differing/pairs.jsonl")
    asked = [
        row[name]
        for pattern in sets
        for file in Path(__file__).parents[1].joinpath("eval").glob(pattern)
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())
        for name in ("question", "text", "first", "second")
        if name in row
    ]
    assert len(asked) > 3_000
    assert [text for text in asked if is_foreign(text)] == []


@pytest.mark.parametrize(
    "question",
    [
        "Who is Zofia Żółć?",
        "When did José María Aznar meet Gerhard Schröder?",
        "bridge closed when",
        "oil spill clean-up cost",
        "What does “Schadenfreude” mean?",
        "Ursula von der Leyen age",
        "Oscar de la Hoya fight date",
        "Île de France bus strike",
        "Ho Chi Minh trail length",
        "KDE release date",
        "is la la land on netflix",
        "fiancée of the café owner",
        "à la carte price on Île de Ré",
        "comment on trump?",
        "hoe many peple died",
        "wat is dat",
        "asdfgh",
        "?",
        "",
    ],
)
def test_a_question_in_english_is_not_whatever_names_are_in_it(question):
    assert not is_foreign(question)
