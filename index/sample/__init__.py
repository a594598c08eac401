"""The story that ``verbatim demo`` tells: six articles on the 2011 talks about American troops in Iraq.

The articles were written for this project; outlets, bylines and addresses are invented. Dates, events and the words of
the officials who are named (Nuland, Panetta, Obama) are matters of public record; everybody else who is quoted is
invented or anonymous. The outlets disagree on how many soldiers were in Iraq, as outlets did at the time.
"""
