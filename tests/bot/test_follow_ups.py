"""A question that leans on the card before it is asked with what that card names; any other as it stands."""

import pytest

from bot.rules.following import complete


@pytest.mark.parametrize(
    ("before", "question", "completed"),
    [
        ("Who is James Jeffrey?", "What does he lead?", "What does James Jeffrey lead?"),
        ("Who is Ruth Okafor?", "when did she leave mosul", "When did Ruth Okafor leave mosul?"),
        ("Who is Kyle Brandvold?", "whats his job", "What is Kyle Brandvold’s job?"),
        ("Did the Sadrists accept it?", "Why did they refuse?", "Why did the Sadrists refuse?"),
        ("What did Obama say about the war in Iraq?", "What has it cost?", "What has the war in Iraq cost?"),
        (
            "What is the Status of Forces Agreement?",
            "When does it end?",
            "When does the Status of Forces Agreement end?",
        ),
        ("Did the talks break down?", "why?", "Why did the talks break down?"),
        ("how many beds did the red cross put up??", "where?", "Where did the red cross put up beds?"),
        ("How many people were hurt in the crash?", "When?", "When were people hurt in the crash?"),
        ("How many beds will they put up?", "where?", "Where will they put up beds?"),
        ("How many seats has the Harbour Party won?", "when?", "When has the Harbour Party won seats?"),
        ("How many people died?", "why?", "Why people died?"),
        ("Did Tom Reyes work there?", "until when", "Until when did Tom Reyes work there?"),
        ("What did Nour say?", "And Abu Samir?", "What did Abu Samir say?"),
        ("What did the Kurdish parties think of it?", "and the sadrists", "What did the sadrists think of it?"),
        ("When will the ferry to Northholm stop?", "and the train?", "When will the train stop?"),
        ("What did the mayor of New Leeds say?", "And Abu Samir?", "What did Abu Samir say?"),
        ("How far is Mosul from Baghdad?", "and Basra?", "How far is Basra from Baghdad?"),
        ("Did anybody resign?", "Who?", "Who did anybody resign?"),
        ("How many were there in August?", "and in October?", "How many were there in October?"),
        ("And how many were brought to the school?", "Where is it?", "Where is the school?"),
        ("How many people live below the dam?", "Where do they live?", "Where do the people live?"),
        ("Did the talks break down?", "When was that?", "When did the talks break down?"),
        ("Hey, did the talks break down?", "Why is it?", "Why did the talks break down?"),
        ("What happened to Panetta?", "Where is he now?", "Where is Panetta now?"),
        ("How many troops are in Iraq?", "And in August?", "How many troops are in Iraq in August?"),
        ("How many troops were in Iraq in August?", "And in 2011?", "How many troops were in Iraq in 2011?"),
        ("Who won the match?", "When was it?", "When was the match?"),
        ("Why was the mayor of Berlin arrested?", "Is he free now?", "Is the mayor of Berlin free now?"),
        ("What did the Iranian president say?", "When did he say it?", "When did the Iranian president say it?"),
        ("Who is Modi?", "When was he born?", "When was Modi born?"),
        ("Why did Susan resign?", "and Panetta?", "Why did Panetta resign?"),
        ("Did Ann Lee resign?", "and Panetta?", "Did Panetta resign?"),
        ("Has the ferry sunk?", "what about the train?", "Has the train sunk?"),
        ("Did the ferry sink?", "and yesterday?", "Did the ferry sink yesterday?"),
        ("Why did Ann Lee resign?", "Did she say “I go”?", "Did Ann Lee say “I go”?"),
        ("Who is Ann Lee?", "Did they say “she has lied”?", "Did Ann Lee say “she has lied”?"),
        ("Did Ann Lee sell the ferry?", "Did she claim that “we wait”?", "Did Ann Lee claim that “we wait”?"),
        ("Did Ann Lee say “we wait”?", "and Tom Hall?", "Did Tom Hall say “we wait”?"),
        ("Did American officials leave?", "Why did they leave?", "Why did American officials leave?"),
        ("Did Ann Lee say the talks failed?", "Why did they fail?", "Why did the talks fail?"),
        ("When did Nissan say it would leave?", "Why did they leave?", "Why did Nissan leave?"),
        ("What did American officials say?", "Why did they say it?", "Why did American officials say it?"),
        ("Did Panetta visit Baghdad?", "How often?", "How often did Panetta visit Baghdad?"),
        ("What is Dr. al-Bayati's view?", "Where does she teach?", "Where does Dr. al-Bayati teach?"),
        ("Who is Ruth Okafor?", "What does her college say?", "What does Ruth Okafor’s college say?"),
        ("Who is Ruth Okafor?", "What about her college?", "Who is Ruth Okafor’s college?"),
        ("What did Nour say?", "Why did she say it?", "Why did Nour say it?"),
    ],
)
def test_what_the_card_names_is_put_in(before, question, completed):
    assert complete(question, before=before) == completed


@pytest.mark.parametrize(
    ("before", "marked", "question", "completed"),
    [
        (
            "Who said so?",
            "“It is like inviting a guest,” said Dr. Hanan al-Bayati, who teaches law in Basra.",
            "What does she teach?",
            "What does Dr. Hanan al-Bayati teach?",
        ),
        (
            "Who is the mayor of Velden?",
            "“The silence cost more,” said Tomas Brekke, the mayor of Velden.",
            "What did he say?",
            "What did Tomas Brekke say?",
        ),
        (
            "Who is the mayor of Velden?",
            "“The silence cost more,” said Tomas Brekke, the mayor of Velden.",
            "who is he?",
            "Who is Tomas Brekke?",
        ),
        (
            "Who leads the talks for the United States?",
            "James Jeffrey, the American ambassador in Baghdad, leads the talks for the United States.",
            "when did he say so?",
            "When did James Jeffrey say so?",
        ),
        (
            "Who leads the inquiry?",
            "Judge Sigrid Myhre will lead it, and she has to report by Sept. 1.",
            "When does she have to report?",
            "When does Judge Sigrid Myhre have to report?",
        ),
        (
            "What did the minister say?",
            "“I will carry this to the end,” Rustad told members. “I will not carry it alone.”",
            "Did he resign?",
            "Did Rustad resign?",
        ),
        (
            "What did the police chief in Aldermark say?",
            "“Nobody was hurt,” said police chief Marit Haug on Monday.",
            "When did she say that?",
            "When did Marit Haug say that?",
        ),
        ("Who leads Japan?", "Ana Lind leads Japan.", "When was she elected?", "When was Ana Lind elected?"),
        ("Who leads it?", "Leon Panetta leads it.", "When did he resign?", "When did Leon Panetta resign?"),
        ("Who runs it?", "Marguerite O'Shea, the engineer, does.", "Who is she?", "Who is Marguerite O'Shea?"),
        ("Who signed it?", "Boris Johnson signed it.", "What did he say?", "What did Boris Johnson say?"),
        ("Who resigned?", "On Monday Ana Botín resigned.", "Why did she?", "Why did Ana Botín?"),
        ("Who resigned?", "But yesterday Anna Lee resigned.", "Why did she?", "Why did Anna Lee?"),
    ],
)
def test_the_sentence_that_answered_gives_the_name_where_the_question_names_no_person(
    before, marked, question, completed
):
    assert complete(question, before=before, marked=marked) == completed


def test_what_a_question_names_itself_is_not_named_again():
    assert complete("What did Maliki say about it?", before="What did Obama announce?") is None
    assert complete("Why did they?", before="Who opposed the deal?") is None  # it is one
    assert complete("When did it happen?", before="What happened in Milan?") is None  # which happens nowhere
    assert complete("Who did he blame?", before="Why was the bridge closed?") is None  # it is nobody


@pytest.mark.parametrize("question", ["Who exactly?", "who", "which"])
def test_nobody_is_looked_for_where_the_card_names_who_it_was(question):
    assert complete(question, before="Did an adviser to Maliki contradict Panetta?") is None


@pytest.mark.parametrize(
    "question",
    [
        "How many American lives has the war cost?",
        "Ruth Okafor was in Mosul, when did she leave it?",
        "which senators warned that 3,000 would be too few?",
        "thanks!",
        "ok thanks, that helps",
        "and now i need coffee",
        "so true 😂",
        "lol he has had enough of it",
        "more?",
        "Who was there?",
        "",
    ],
)
def test_a_question_of_its_own_and_small_talk_are_left_alone(question):
    assert complete(question, before="Who is James Jeffrey?", marked="James Jeffrey leads the talks.") is None
