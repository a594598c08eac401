"""Every veto refuses its case and lets its like pass; none of them is idle."""

from __future__ import annotations

import pytest

from index.languages.initialisms import find_defined
from index.languages.read_text import ReadText
from index.search.vetoes import VETOES, Case, Veto, find_veto, read_case
from index.search.vetoes.asking import is_left_open
from index.search.vetoes.dating import is_of_another_time
from index.search.vetoes.parsing.asked import Ask, find_asks
from index.search.vetoes.roles import is_of_somebody_else
from index.types import Reason
from tests.fakes import article, hit_of

by_name = pytest.mark.parametrize("veto", VETOES, ids=lambda veto: veto.name)


@by_name
def test_a_veto_refuses_its_case(veto: Veto) -> None:
    assert veto.applies(veto.refused)


@by_name
def test_a_veto_lets_the_like_of_its_case_pass(veto: Veto) -> None:
    assert find_veto(veto.passed) is None


def test_a_veto_that_is_certain_goes_before_one_that_is_not() -> None:
    certain = [veto.is_certain for veto in VETOES]
    assert certain == sorted(certain, reverse=True)


@by_name
def test_without_a_veto_its_case_would_be_answered(veto: Veto) -> None:
    assert not [other.name for other in VETOES if other is not veto and other.applies(veto.refused)]


@pytest.mark.parametrize(
    ("question", "mark"),
    [
        ("How many eggs does the bird lay?", "The bird flies 3,900 kilometres without a rest."),
        ("How many families have complained?", "They told pupils to stay home for 21 days after the last case."),
        ("How much will it cost?", "The mayor would not say."),
        ("How old is the captain?", "One of them, a 71-year-old man, is in intensive care."),
        ("What is the name of the guard?", "The guard who switched off the sensor is still employed."),
        ("Where was the driver on holiday?", "He broke off a hiking holiday."),
        ("Why did Oostkerk walk out of the room?", "Oostkerk, who walked out of the room, called it decent."),
        ("Who is the Iraqi ambassador to the United States?", "Jeffrey, the U.S. Ambassador to Iraq, left."),
        ("Who is the United Nations ambassador to Ilmar?", "The ambassador of Ilmar to the United Nations left."),
        (
            "Which prize did Ann Castle hand to Vera Linde?",
            "The prize was handed to Ann Castle by the actress Vera Linde.",
        ),
        ("How much radiation escaped?", "The operator said that no radiation had escaped."),
        ("How many seats did Prime Minister Oleg Korda lose?", "Prime Minister Ilja Korda lost four seats."),
        ("What did the son buy the nurse?", "A nurse bought a violin for her son."),
        (
            "What did the guests advise Ann Reid to do?",
            "Ann Reid, who runs the hut, said that she had advised the party.",
        ),
        ("How many officers moved Petra Lind?", "Petra Lind has moved 14 officers out of the squad."),
        ("What did Tavua send to New Zealand?", "New Zealand has sent tents, Tavua's police chief said."),
        ("What is the council to vote on on 27 April?", "The council will vote on the plan on 27 March."),
        ("Where will she play in the autumn of 2025?", "She plans to play in Vilmar, in the spring of 2025."),
        ("How many schools were destroyed?", "Schools stay closed until 20 February, at a cost of 27 million dollars."),
        ("When did Lind take over?", "Lind has moved 14 officers since she took over."),
        ("When was the house sold?", "The house costs 90,000 euros a year."),
        ("Who leads the inquiry?", "Police have opened an inquiry, as the police do after every death."),
        ("Who found the dog?", "They found the dog on Monday, in the lake."),
        ("Who stole the money?", "The money was stolen in the night."),
        ("Who attacked the convoy?", "The attack on the convoy lasted an hour."),
        ("Who shot down the drone?", "A Karsk drone was shot down on Sunday, near the Tosk bridge."),
        ("Why did Ampertech sue Velora?", "Velora has sued its supplier, Ampertech, because of a fault."),
        ("Who wrote the book?", "A missing signature, he wrote in a four-page order, is a slip."),
        ("Who was rescued?", "They were rescued at dawn, in the lower valley."),
        ("Who gets 900 crowns?", "The government promised 900 crowns."),
        ("Who was the driver?", "The driver was arrested on Monday, and the bus towed away."),
        ("Who was the driver?", "The driver, a moment later, ran away."),
        ("What time did the sale begin?", "The sale began on Friday and drew a crowd."),
        ("On which day was the vote held?", "The vote was held after midnight, to empty benches."),
        ("When will the mill be sold?", "The mill, which employs 310 people, will be sold to a rival."),
        ("Why did the siren fail?", "Neighbours knocked on doors after the siren failed."),
        ("Why did the curator resign?", "The curator resigned two weeks after the opening."),
        ("How old is Olga Brandt?", "Jan Moser, 52, a carpenter, beat Olga Brandt by six votes."),
        ("how old is olga brandt", "Olga Brandt waited for six days."),
        ("Who was it that towed the boat?", "The boat was untied and towed away, said the harbour master, Ann Moe."),
        ("Wow, what a night! Who was it that cut the rope?", "The rope was cut, said the harbour master, Ann Moe."),
        ("Which of them ate the cake?", "The cake was eaten, said the cook, Ann Moe."),
        ("Will the bridge be closed?", "She would not say whether the bridge would be closed."),
        ("What does the vault hold?", "What the vault holds is not known."),
        ("Does a second dose help?", "Whether a second dose would help has not been tested."),
        (
            "Did the fault cause the crash?",
            "She said that it was too early to say whether the fault had caused the crash.",
        ),
        ("Is Moe in talks with Tavua?", "Moe runs the mill. She declined to say whether she was in talks with Tavua."),
        ("How many people died in the 1978 flood?", "It killed 23 people and was the worst flood since 1978."),
        ("Why did Ruvia close its border with Tavua?", "Tavua closed its border because of smuggling."),
        ("How many people are taking calls?", "The office took 900 calls on Monday."),
        ("How many members has the Rask League?", "The Union, with 48,000 members, is for it; the Rask League is not."),
        (
            "Will the fair be held in May?",
            "Whether the fair, which drew 900 last year, will be held in May is an open question.",
        ),
        ("What were the sales in the second half?", "Sales rose to 612 million crowns in the first half."),
        ("How many moths were back within two nights?", "Within five nights 204 were back."),
        ("What fell on Tuesday?", "A crane fell at noon. The police had closed the street on Monday."),
        ("How many players has the team?", "The team captain, Ann Moe, 41, paid back every penny."),
        ("How many goats does Moser keep?", "Moser, who keeps goats, says that two of his neighbours have left."),
        ("Who will pay if a child is hurt?", "Ann Moe, who lives there, asked who would pay if a child was hurt."),
        ("Where is the bow now?", "The bow was never found, and he refused to say where it is."),
        ("How long was the ferry?", "A ferry struck the pier at 7:40 a.m., and 17 people were hurt."),
        ("How much did Lumena offer?", "A bid came from the Rask Group, which offered 41 crowns."),
        ("Is one of them from Tavua?", "Three have come forward. It is not clear whether any of them is from Tavua."),
        ("How many families were parted?", "For 19 months it parted families on both banks."),
        ("Who was the man whose car was found?", "A man whose car was found is missing, said the fire chief, Ann Moe."),
        ("When did Halloran sue?", "Meridian sued Halloran on Monday."),
        ("How old was Jan Moser?", "Olga Brandt, who married Jan Moser, died on Monday, aged 84."),
        ("How old was Ann Moe?", "Ann Moe said that her father, Jan Moser, died at home on Monday, aged 84."),
        ("How old was Ola Lind?", "Ann Moe died in the house of Ola Lind on 3 May, aged 84."),
        ("When did Lissen beat Holm?", "Holm, a club of the fourth tier, beat Lissen 2-1 on Saturday."),
        ("What is the name of the man who was held?", "A man was held in Holm on Monday."),
        ("What are her sisters' names?", "Her harp, which she called Boris, will be sold."),
        ("What share of the vote did Lumena get?", "Lumena got 31 seats, and Velora nine."),
        ("What was the profit of Lumena?", "Lumena had sales of 1.9 billion crowns."),
        ("How much will Halloran pay the families?", "Meridian has agreed to pay the families 350,000 crowns."),
        ("What was gross profit?", "Net profit rose to 2.4 billion crowns."),
        ("What were the sales in the first quarter?", "Sales rose to 612 million crowns in the April-June period."),
        ("Who picked the camp?", "Whether Moe or Lind had picked the camp remains disputed."),
        ("Where is the submarine?", "The navy has sent a submarine whose place it does not give."),
        ("Why did it fall so far away?", "Why it fell so far away the board was unable to explain."),
        ("When will the mill pay the families?", "The mill has not said when it will pay the families."),
        ("Which bank pays for the pump?", "The money is enough for the wall but not for the pump."),
        ("What concession did the state make?", "The state made no concession on the valley, the premier said."),
        ("Will Lumena move?", "Lumena declined to comment on whether the mill would move."),
        ("Will Moe sell the mill?", "Moe has not made up her mind about selling the mill."),
        ("Will the bridge close?", "The minister would not be drawn on whether the bridge would close."),
        ("Will the money be released?", "The Union left open whether the money would be released."),
        ("Who dug up the road?", "Neither side would say who had dug up the road."),
        ("When will the wreck be raised?", "No date has been fixed on which the wreck will be raised."),
        ("What did Moe pay?", "Moe failed to explain on Monday what she had paid."),
        ("Why did Ann Moe sue Jan Moe-Lind?", "Jan Moe-Lind sued in May because of a mill."),
        ("Who accepted the plea of the mate?", "The court rejected the plea of the mate."),
        ("What does the sale mean to South Korea?", "The sale means an end of the trade in Korea."),
        ("Why was the chief convicted?", "The jury cleared the chief after the witness had changed his story."),
        ("How many were wounded in the blast?", "The blast killed 14 people at the market."),
        ("Which baker supports the ban?", "The baker, Jan Moser, is against it, and the mayor supports the ban."),
        ("Who criticised the choice?", "Ann Moe, a critic, praised the choice."),
        ("Who is the new captain of Lissen?", "Lissen's captain, Ann Moe, was sent off after 40 minutes."),
        ("What will the score be?", "Lissen play Tavua in the final on 28 May."),
        ("Who was hurt in the Holm fire?", "A fire in Holm destroyed a garage and two cars."),
        ("How many goals did Moe score?", "Moe scored in Lissen and thrilled a crowd."),
        ("Why did Ann Moe call on Jan Lind to go?", "Jan Lind called on the director, Ann Moe, to resign."),
        ("In which year did Olga Brandt take over from Ann Moe?", "Ann Moe took over from Olga Brandt in 2023."),
        ("Who took over from Jan Lind?", "Jan Lind took over from Ann Moe in May."),
        ("Who has never won the cup?", "Lissen have won the cup six times."),
        ("What does the treaty not allow the council to do?", "The treaty allows the council to set a price."),
        ("Is Halloran suing Meridian?", "Meridian is suing Halloran for 700 million crowns."),
        ("Will the mill buy the bank?", "The bank will buy the mill in May."),
    ],
)
def test_what_is_only_near_is_refused(question: str, mark: str) -> None:
    assert find_veto(Case(question, mark)) is not None


@pytest.mark.parametrize(
    ("question", "mark"),
    [
        ("Is Meridian suing Halloran?", "Meridian is suing Halloran for 700 million crowns."),
        ("Will the bank buy the mill?", "The bank will buy the mill in May."),
        ("Who is the governor?", "Gov. Ann Moe voted against it."),
        ("Who is the premier?", "The prime minister, Ann Moe, voted against it."),
        ("How many UN cops are there?", "The mission has 9,400 soldiers and 1,150 police officers."),
        ("How many of the patients had not been vaccinated?", "Of the 63 patients, 57 had not been vaccinated."),
        ("How many people died?", "No one has died."),
        ("Why did Jan Moe-Lind sue Ann Moe?", "Jan Moe-Lind sued Ann Moe because of a mill."),
        ("Why does the union oppose the plan?", "The union never supported the plan, as it costs jobs."),
        ("Why does the union not oppose the plan?", "The union supports the plan because of the jobs."),
        ("How did Moe lose the race?", "Brandt won the race after Moe fell."),
        ("Who accepted the plea?", "The first court rejected the plea, and the second accepted it."),
        ("What does the sale mean to Africa?", "The sale means an end of the trade."),
        ("What did the British send?", "Britain sent two ships."),
        ("What did the harbour of Ursola get?", "The harbour of Orsola got a crane."),
        ("What did the king of Orru send?", "The king of Oru sent a leopard."),
        ("How many residents died?", "Nine other residents died at the home."),
        ("How many Ilmaris could be called up?", "The government of Ilmar will call up 300,000 reservists."),
        ("How many courses must a student's parents pay?", "A student's parents pay four courses a year."),
        ("What was Apple Talk?", "AppleTalk was a suite of protocols."),
        ("How fast do stones fall?", "Falling stones gain 9.81 meters per second in a second."),
        ("The ferry is to leave on Friday. What is it called?", "The ferry, the Ragna, is not to leave before noon."),
        ("When was the last case in the province?", "The case is the first in the province since 2008."),
        ("How old is the organist?", "The organ was played by Odile Marchetti, aged 84."),
        ("When did the khan rule?", "He ruled from 1294 to 1307."),
        ("When did the talks end?", "They ended after the envoys had shouted for a year."),
        ("Where was the woman found?", "She was found on Monday night in the loft of her barn."),
        ("Why are the jets on the ground?", "They stand idle because of cracks in the blades."),
        ("Who led the jury?", "The jury, led by the actor Henrik Dahlsen, praised the film."),
        ("Who won the race?", "Talia Okonjo won the race in Varnholm."),
        ("Who found the dog?", "Two anglers found the dog on Monday."),
        ("Who found the dog?", "The dog was found on Monday by two anglers."),
        ("Who has closed the bridge?", "The council has closed the bridge."),
        ("Who did the police arrest?", "The police arrested two students."),
        ("Who was the driver?", "The driver was a retired miner."),
        ("Who are the owners?", "The owners are two brothers from the village."),
        ("Who must leave?", "The residents must leave by Friday."),
        ("Who was rescued?", "Some 30 pupils were rescued at dawn."),
        ("Who gets 900 crowns?", "The families must leave; the government promised each of them 900 crowns."),
        ("By what percentage did the price of bread rise?", "The price of bread rose by 11 percent in a year."),
        ("Why did Ann Moe not finish?", "Ann Moe dropped out after 28 kilometres because of a cramp."),
        ("Who is Jonas Feld?", "His lawyer, Jonas Feld, asked for a pension."),
        ("How many strikers were counted?", "They counted heads and saw no more than 900 at any one time."),
        ("When will the night ferry sail again?", "The night ferry will not sail again before June."),
        ("When is the hearing in the suit of the Moe family?", "The Moe family has sued. A hearing is set for Nov. 4."),
        ("How many dogs did the Oxford Animal Shelter take in?", "The Oxford shelter took in 31 dogs."),
        ("What did the inspector order the company to do?", "The inspector, Ann Moe, ordered the company to close."),
        ("When did Biden sign the law?", "Biden signed the law on Monday, his office said."),
        ("Has Lissen ever won before?", "Lissen won for the first time, after extra time."),
        ("Any chance the pool is open by then?", "The pool stays closed until at least Tuesday."),
        ("Is it true that the lead is not an actor?", "The lead really is an actor."),
        ("How come Moe lost the race?", "Brandt won the race because of Moe's puncture."),
        ("How many hens may a household keep?", "Hens are allowed, up to eight per household."),
        ("Who found the wreck?", "The wreck was found in 2019, at a depth of 38 metres, by a sponge diver, Ann Moe."),
        ("What time did the storm come?", "The storm came at 3:40 a.m."),
        ("On which day was the vote held?", "The vote was held on Monday."),
        ("When did the khan die?", "The khan died in 1259 without an heir."),
        ("Why was the trial stopped?", "The trial was stopped when a juror fainted."),
        ("How old is Jan Moser?", "Jan Moser, 52, a carpenter, beat Olga Brandt by six votes."),
        ("How old is Jan Moser?", "Jan Moser is a carpenter. He is 52."),
        ("How old is Jan Moser?", "At 52, Jan Moser still climbs."),
        ("What is not known about the vault?", "What the vault holds is not known."),
        ("How many people died?", "Twelve people died; it is not known how many were hurt."),
        ("What happened in 2009?", "It was the worst fall since 2009, when four students died."),
        ("How many U.S. ships called?", "Some 31 U.S. ships called, and several others."),
        ("Who was the man whose car was found?", "The man whose car was found was a retired miner."),
        ("Where do nine of the houses lie?", "Of the twelve houses nine lie by the river."),
        ("How far is it from the first cave?", "A second cave lies eight kilometres away."),
        ("How old is the leader of the Greens?", "The leader of the Greens, Ann Moe, is 29."),
        ("How many pupils signed the letter?", "He read a letter signed by 88 of the pupils."),
        ("Who founded Lumena?", "Lumena, founded in 1979 in a garage in Lissen by two chemists, makes paint."),
        ("Where did the khan die?", "When the khan died in Lissen in 1328, his son was recalled by the envoy."),
        ("Who signed?", "Asked who had signed, she named Jan Moser."),
        ("How many museums make up the Rask Museums?", "The Rask Museums are three museums."),
        (
            "How many were on the ferry, and how far from the berth did it stop?",
            "It lost power 300 meters from the berth.",
        ),
        ("What did the robot see instead of the cable?", "The robot found sand and starfish, but no cable."),
        ("How far did Ebanda walk with the guests?", "Ebanda walked 800 metres beside the lorry, without a hat."),
        ("For how many days was Quilonga without telephone?", "Quilonga lost its telephone for 19 days."),
        ("When does the Lissen school close?", "The board voted to close the Lissen school in June."),
        ("When did Ann Moe die?", "Ann Moe, who measured how the ice was vanishing, died on Monday."),
        ("How long did the truce made by the Sultan hold?", "A truce made by the Sultan held for 19 days."),
        ("How old was Ann Moe?", "Ann Moe, who in 26 years freed 312 hostages, died at her home on Monday, aged 84."),
        ("How old was Jan Moser?", "Ann Moe said that her father, Jan Moser, died at home on Monday, aged 84."),
        ("How old was Olga Brandt?", "Olga Brandt, who married Jan Moser, died in Varnholm on Monday, aged 84."),
        ("What is the name of the man who was held?", "The man who was held in Holm, Jan Moe, is 23."),
        ("How many Grammys did Ann Moe win?", "Ann Moe has won three Grammys."),
        ("How much will Meridian pay the families?", "Meridian has agreed to pay the families 350,000 crowns."),
        ("What share of the vote did Lumena get?", "Lumena got nearly a third of the vote, and Velora a fifth."),
        ("What were the sales in the second quarter?", "Sales rose to 612 million crowns in the April-June period."),
        ("What share do the Moes own?", "The Moes, who own 22 percent, have not said what they will do; others sell."),
        ("When did Holm beat Lissen?", "Holm, a club of the fourth tier, beat Lissen 2-1 on Saturday."),
        ("By what date did the Rask Union ask for the files?", "The Rask Union has asked for the files by 4 July."),
        ("How much dearer has cover become?", "Insurers no longer cover fruit, and premiums rose by 12 percent."),
        ("Why was the striker sent off?", "The striker was sent off for a second foul."),
        ("What happened on Tuesday?", "A man, whom the police did not name, was held on Tuesday."),
        ("Who is the minister?", "The minister, Ann Moe, has not said whether she will go."),
        ("When did Lissen last win at Holm?", "Lissen have not won at Holm since 2009."),
        ("Why did he take the money?", "He did not need the money because he was hungry."),
        ("What caused the fall?", "A storm had not been the cause, and a crack made it fall."),
        ("Is it known why the ferry sank?", "Why the ferry sank is not known."),
        ("Did Moe deny talks with Lumena?", "Lumena declined to comment."),
        ("How long was the man in the snow?", "The man, whose name was not released, lay in the snow for an hour."),
        ("How high is the fee?", "The fee is 900 crowns, said a clerk who was not allowed to discuss it."),
        ("When was the mill bought?", "The mill was bought in May for a sum that neither side would name."),
        ("How deep does the wreck lie?", "No date has been fixed for raising the wreck, which lies at 64 metres."),
        ("How many pupils signed the letter?", "Moe was freed after a letter signed by 8,300 pupils."),
        ("When did Moe write to Lind?", "Moe wrote to Lind in May and got no reply."),
        ("How many pages have the annexes?", "The annexes fill 260 pages and have not been made public."),
        ("Did the driver see that the bridge was closed?", "The driver did not know that the bridge was closed."),
        ("Why did the burglars choose foul weather?", "The thieves cut the lock in a storm because it was loud."),
        ("Which baker is against the ban?", "The baker, Jan Moser, is against it, and the mayor supports the ban."),
        ("Who opposes the plan?", "Ann Moe does not support the plan, and the guild will not back it."),
        ("Who offered the swap that the guild rejected?", "Ann Moe proposed a swap in favour of Tavua."),
        ("Who is the new captain of Lissen?", "Ann Moe is captain of Lissen since May."),
        ("Where is the new pen to stand?", "The pen was built in 1988. A new one is to stand by the gate."),
        ("Who made the new vaccine?", "The vaccine was made by a team under Ann Moe."),
        ("In which year did Ann Moe take over from Olga Brandt?", "Ann Moe took over from Olga Brandt in 2023."),
        ("What can visitors not bring?", "Visitors may bring no knives."),
        ("Which child was not hurt?", "Ann Moe was hurt; Jan Lind was not in the boat."),
        ("Where did the ferry not stop?", "The ferry stopped in Holm and skipped Lissen."),
        ("Why is Moe not playing?", "Moe, who was to have played on Sunday, is banned."),
        ("What did Moe do when she could not pay?", "When Moe had to pay, she sold the mill."),
        ("Where did Ann Moe meet with Jan Lind?", "Jan Lind met with Ann Moe in Holm."),
        ("When did Ann Moe leave for Lissen?", "Ann Moe left Lissen for Holm, and came back to Lissen in May."),
        ("Who will win the final?", "Bookmakers tipped Lissen before the final against Tavua."),
        ("Where will the winner be crowned?", "The final is in Holm."),
        ("How many goals did Moe score?", "Moe scored twice, in the 11th and the 67th minute."),
        (
            "Why is Moe not playing?",
            "Moe is banned after a foul. Ann Lind would not say whether she will play.",
        ),
    ],
)
def test_an_answer_in_other_words_passes(question: str, mark: str) -> None:
    assert find_veto(Case(question, mark)) is None


@pytest.mark.parametrize(("age", "is_refused"), [(", 46,", False), ("", True)])
def test_a_sentence_goes_on_about_whom_the_one_before_named(age: str, is_refused: bool) -> None:
    mark = f"Minister Ann Moe resigned on Friday. Moe{age} gave no reason."
    assert (find_veto(Case("How old is the minister who resigned?", mark)) is not None) is is_refused


@pytest.mark.parametrize("thief", ["Dale Moe, 58, is away.", "Ann Moe is away."])
def test_somebody_is_no_place(thief: str) -> None:
    question, mark = "How much did the mate steal from Moe?", "A mate who stole 900 crowns in Holm was heard."
    assert find_veto(Case(question, mark, article=f"{thief} {mark}")) is None
    assert find_veto(Case(question, mark, article=f"{mark} A ship left Moe on Sunday.")) is not None


@pytest.mark.parametrize(("day", "reason"), [(1, Reason.OPEN), (3, Reason.TIME)])
def test_what_a_newer_article_tells_is_not_left_open(day: int, reason: Reason) -> None:
    first = article("first", "fire", "It was too early to say whether a leak had caused the fire.", day=2)
    other = article("other", "fire", "A leak had not caused the fire, Ann Moe said.", day=day)
    veto = find_veto(read_case("Did a leak cause the fire?", hit_of(first), {}, beside=[hit_of(other)]))
    assert veto is not None
    assert veto.reason is reason


@pytest.mark.parametrize(
    ("question", "mark", "is_refused"),
    [
        ("When was Lumena founded?", "The firm was founded in 1921.", True),
        ("When was Lumena founded?", "It was founded in 1921.", False),
        ("When was the branch of Lumena founded?", "The branch was founded in 1921.", False),
        ("When was Velora founded?", "The firm was founded in 1921.", False),
    ],
)
def test_who_is_told_of_elsewhere_in_the_article_is_somebody_else(question: str, mark: str, is_refused: bool) -> None:
    text = f"A sale\nThe mill is sold.\n\nIts sales are up. {mark}\n\nLumena did not bid."
    case = Case(question, mark, lead="A sale\nIts sales are up. ", article=text)
    assert is_of_somebody_else(case) is is_refused


def test_what_an_article_calls_unknown_with_few_words_of_the_question_is_something_else() -> None:
    question, mark = "Who saw that the sums in the books were false?", "Ann Moe did, a clerk."
    assert find_veto(Case(question, mark, article=f"{mark} It is not known who kept the sums.")) is None
    assert find_veto(Case(question, mark, article=f"{mark} It is not known who saw the false sums.")) is not None


@pytest.mark.parametrize(("mark", "is_refused"), [("It flew from Lissen.", False), ("A storm came in May.", True)])
def test_what_a_pronoun_means_is_not_what_is_called_unknown(mark: str, is_refused: bool) -> None:
    article = f"The probe Ragna was lost. {mark}\n\nThe probe Ragna has not said a word."
    case = Case("Where did the probe Ragna fly?", mark, lead="The probe Ragna was lost. ", article=article)
    assert is_left_open(case) is is_refused


@pytest.mark.parametrize(
    ("lead", "is_refused"),
    [("A port\nThe fishing port is shut. ", False), ("A fishing port\nA ship sank. ", True)],
)
def test_a_pronoun_means_what_its_paragraph_tells_of(lead: str, is_refused: bool) -> None:
    mark, unknown = "It let 900 boats in.", "It is not known how big the fishing port is."
    case = Case("How many boats does the fishing port hold?", mark, lead=lead, article=f"{lead}{mark}\n\n{unknown}")
    assert is_left_open(case) is is_refused


def test_what_is_somebodys_is_nobody_else_for_its_capital() -> None:
    mark = "X-rays showed a broken bone."
    assert (
        find_veto(Case("What did Ann Moe's x-rays show?", mark, lead="A fall\nAnn Moe was brought to Lissen. ")) is None
    )


def test_who_has_agreed_to_pay_is_who_pays() -> None:
    mark = "Meridian has agreed to pay the families 350,000 crowns."
    case = Case("How much will Halloran pay the families?", mark, lead="A deal\nHalloran sued. ")
    assert find_veto(case) is not None


def test_what_newer_articles_call_unknown_too_is_left_open() -> None:
    mark = "It was too early to say whether a leak had caused the fire."
    newer = "Whether a leak had caused the fire is still not known."
    veto = find_veto(Case("Did a leak cause the fire?", mark, newer=newer))
    assert veto is not None
    assert veto.reason is Reason.OPEN


@pytest.mark.parametrize(
    ("question", "is_refused"),
    [("What set off the rockfall?", True), ("How many were killed?", False)],
)
def test_what_the_article_calls_unknown_elsewhere_is_not_what_has_less_of_the_question(
    question: str, is_refused: bool
) -> None:
    mark, other = "The worst since 2009 killed 22.", "It is not known what set off the rockfall, which killed nine."
    assert (find_veto(Case(question, mark, article=f"{mark} {other}")) is not None) is is_refused


def test_somebody_who_is_named_is_no_other_place() -> None:
    mark, article = "The wreck lies at 38 metres, says Ann Moe, a diver.", "A wreck has been found off Tyrma."
    assert find_veto(Case("How deep is the wreck off Tyrma?", mark, article=f"{article} {mark}")) is None


@pytest.mark.parametrize(
    ("before", "after", "is_refused"),
    [
        ("It is old.", "A new one is planned.", True),
        ("It is old.", "A new fence is planned.", False),
        ("A new one is planned.", "It is old.", False),
    ],
)
def test_the_new_one_is_not_the_old_one(before: str, after: str, is_refused: bool) -> None:
    question, mark = "How big will the new pen be?", "The pen measures 240 square metres."
    case = Case(question, mark, lead=f"A zoo\n{before} ", article=f"A zoo\n{before} {mark}\n\n{after}")
    assert (find_veto(case) is not None) is is_refused


def test_a_newer_article_tells_of_the_new_one() -> None:
    question, mark = "What is the new forecast?", "The forecast for the year, of 62 million crowns, still stood."
    assert find_veto(Case(question, mark, newer="Lumena withdrew the forecast and gave no new one.")) is not None
    assert find_veto(Case(question, mark, newer="Lumena withdrew the forecast.")) is None


_PARK = "Lissen is to have a skate park. Its mayor spoke of it on Monday.\n\n"


@pytest.mark.parametrize(("place", "is_refused"), [("Lissen", False), ("Varnholm", True)])
def test_what_names_no_place_is_where_the_article_begins(place: str, is_refused: bool) -> None:
    mark = "The park will cost 418,000 crowns."
    text = f"A park\n{_PARK}Young people wrote letters.\n\n{mark}\n\nThe one in Varnholm opened in 2019."
    case = Case(f"How much did the skate park in {place} cost?", mark, lead="A park\nYoung people", article=text)
    assert (find_veto(case) is not None) is is_refused


@pytest.mark.parametrize("mark", ["The park will cost 418,000 crowns.", "The park in Lissen will cost 418,000 crowns."])
def test_in_a_story_another_article_may_tell_the_place(mark: str) -> None:
    other = article("other", "park", "Varnholm has a skate park.")
    text = f"A park\n{_PARK}{mark}\n\nThe one in Varnholm opened in 2019."
    question = "How much did the skate park in Varnholm cost?"
    assert find_veto(Case(question, mark, article=text, beside=[other])) is None


@pytest.mark.parametrize("place", ["Öland", "the village of Öland", "the small port of Świna Łąka"])
def test_a_place_is_known_whatever_it_is_called_and_whatever_it_begins_with(place: str) -> None:
    mark = f"The lava destroyed 61 houses in {place}."
    case = Case("How many houses were destroyed in Čakov?", mark, article=f"{mark}\n\nA train left Čakov on Sunday.")
    assert find_veto(case) is not None
    assert find_veto(Case(f"How many houses were destroyed in {place}?", mark)) is None


_RAILWAY = "The Trans-Alpine Railway Company (TARC) has a train, under a Status of Trains Agreement (SOTA)."


@pytest.mark.parametrize(
    ("question", "mark"),
    [
        ("How many conductors did the Trans-Alpine Railway Company hire?", "TARC hired 85 conductors for it."),
        ("How many conductors did TARC hire?", "The Trans-Alpine Railway Company hired 85 conductors for it."),
        ("When does the Status of Trains Agreement end?", "SOTA ends in May."),
    ],
)
def test_initials_that_the_article_explains_are_the_name(question: str, mark: str) -> None:
    hit = hit_of(article("train", "train", f"{_RAILWAY}\n\n{mark}"), mark)
    assert find_veto(read_case(question, hit, {})) is None


@pytest.mark.parametrize("initials", ["EPA", "E.P.A."])
def test_initials_that_everybody_knows_are_the_name_that_stands_in_the_article(initials: str) -> None:
    told = article("port", "port", "The Environmental Protection Agency fined it 30,000 crowns.")
    assert find_veto(read_case(f"How much did the {initials} fine the port?", hit_of(told), {})) is None


@pytest.mark.parametrize("text", ["Bill Jones (RIP) was there.", "Rest In (RIP) was there.", "The RIP was there."])
def test_initials_of_something_else_explain_nothing(text: str) -> None:
    assert not find_defined(text)


@pytest.mark.parametrize(
    ("question", "is_refused"),
    [
        ("Who is the new treasurer?", True),
        ("Who is the treasurer?", True),
        ("Who was the treasurer?", False),
        ("Who is the former deputy treasurer?", False),
    ],
)
def test_who_was_in_an_office_or_below_it_does_not_hold_it(question: str, is_refused: bool) -> None:
    assert (find_veto(Case(question, "A former deputy treasurer, Ada Berg, was charged.")) is not None) is is_refused


@pytest.mark.parametrize(
    ("mark", "is_refused"),
    [
        ("It was the worst storm since 1998, when 112 people drowned off Lissen.", True),
        ("In 1998, 112 people drowned off Lissen.", True),
        ("Some 30 people drowned off Lissen, the most since 1998, when a ferry sank.", False),
        ("Some 30 people drowned off Lissen, which was hit in 1998, too.", False),
        ("In 2011, when 30 people drowned off Lissen, it was the second storm.", False),
    ],
)
def test_a_day_of_late_is_of_no_earlier_year(mark: str, is_refused: bool) -> None:
    for day in ("on Friday", "this week"):
        assert is_of_another_time(Case(f"How many people drowned off Lissen {day}?", mark, year=2011)) is is_refused


def test_a_year_of_the_article_is_no_other_year() -> None:
    assert find_veto(Case("Who won in 2025?", "Okonjo won by eleven seconds.", year=2025)) is None
    assert find_veto(Case("Who won in 2015?", "Okonjo won by eleven seconds.", year=2025)) is not None


def test_a_name_that_another_article_of_the_story_has_is_known() -> None:
    told, other = (
        article("sale", "statue", "He sold the statue for 900 kroner."),
        article("finder", "statue", "Hugo Brandt dug it up."),
    )
    question, sold = "For how much did Hugo Brandt sell the statue?", hit_of(told)
    assert find_veto(read_case(question, sold, {})) is not None
    assert find_veto(read_case(question, sold, {}, beside=[hit_of(other)])) is None


def test_two_ways_to_ask_are_both_seen() -> None:
    assert find_asks(ReadText("How many were hurt, and when did it happen?")) == {Ask.COUNT, Ask.TIME}
    assert find_asks(ReadText("in which year, and why?")) == {Ask.TIME, Ask.REASON}


@pytest.mark.parametrize(
    "question",
    [
        "Who is the president?",
        "who's the prime minister of Lissen",
        "Who was Lissen's first queen?",
        "Who is the new mayor of Lissen?",
    ],
)
def test_an_office_that_the_article_lacks_is_nobodys(question: str) -> None:
    mark = "The talks are led by Jan Moe, Lissen's ambassador."
    assert find_veto(Case(question, mark)) is not None
    office = next(word for word in ("president", "prime minister", "queen", "mayor") if word in question)
    assert find_veto(Case(question, f"Ada Berg, the first and new {office} of Lissen, was there.")) is None


@pytest.mark.parametrize("question", ["Who was the man that shot the president?", "Who was the president talking to?"])
def test_an_office_that_is_not_what_is_asked_for_may_be_told_otherwise(question: str) -> None:
    assert find_veto(Case(question, "Jan Moe shot Ada Berg while she was talking to Ole Dahl.")) is None
