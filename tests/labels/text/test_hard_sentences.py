"""Hard boundaries, marked by hand after the rules were written: boundary F1 over all of them."""

import pytest

from labels.text.splitting import split

# One sentence between bars; the bars stand for spaces.
PARAGRAPHS = [
    "MINSK, November 4. /BelTA/. The president signed the decree on Monday.|It takes effect in January.",
    "TASHKENT, March 12. /UzA/. Talks ended without a deal.|Both sides blamed each other.",
    "SEOUL, Jan. 3 (Yonhap) -- Exports rose 4.2 percent in December.|Imports fell.",
    "HAVANA, 9 de mayo (Prensa Latina). El ministro viajó a Madrid.|Vuelve el lunes.",
    "ROMA, 4 nov (ANSA) - Il governo approva il decreto.|Entra in vigore domani.",
    "WIEN, 3. März (APA). Der Kanzler trat zurück.|Er war krank.",
    "SOFIA, October 9 /BTA/ - The cabinet met in private.|No statement followed.",
    "БАКУ, 5 ноября. /Азертадж/. Президент подписал указ.|Он вступает в силу в январе.",
    "LAGOS (NAN) – The court freed two reporters.|They had been held since May.",
    "PRAGUE, Nov 4 (CTK) - The bank left rates unchanged.|Analysts had expected a cut.",
    "NAIROBI, Kenya (AP) — Rains killed nine.|More are missing.",
    "“I … I never saw the letter,” the minister said.|She then left the room.",
    "“They … they took everything,” said the owner, Mr. Lind.|He wept.",
    "“No … I mean, yes,” she said.|“We knew.”",
    "“He was … He was my friend,” the guard said.|The court fell silent.",
    "He paused …|Nobody spoke.",
    "The report lists “roads, bridges …” and more.|It is long.",
    "iOS users complained.|eBay did not answer.|openSUSE did.",
    "The fund sold its shares.|thyssenkrupp declined to comment.",
    "The talks failed.|al-Assad left.|bin Salman stayed.",
    "She met Mayor Ortiz.|de Blasio was not there.",
    "He was born in St. Gallen.|van Dyk grew up in Basel.",
    "It works! 🙌|Engineers cheered.|The mayor did not. 😕|She wants proof.",
    "The bridge is open again. 🚗🚗|Expect delays.",
    "— Кто виноват? — спросил репортёр.|— Никто, — ответил министр.|— Это погода.",
    "— Дамба цела, — заявил инженер И. П. Крот.|— Мы проверили её дважды.|Жители не верят.",
    "Глава района ушёл в отставку.|— Я устал, — сказал он.",
    "Dr. Korb, of St. Mary's Hospital in Washington, D.C., testified at 10 a.m. Monday.|She was calm.",
    "The firm, Brodek & Sons Ltd., lost $3.5 million vs. $1.2 million a year ago.|Shares fell.",
    "He cited Art. 5 and Sec. 3 of the law.|“Why?” Judge Solt asked.|He left.",
    "Prices rose by 2.3 percent.|Nobody checked.",
    "“We will not sell,” he said.|(He had sold in 2019.)|Then he hung up.",
    "The U.S. and the E.U. agreed.|The U.N. did not.|It will vote on Nov. 12.",
    "Gov. Lea Winter (R-Ohio) vetoed it.|Sen. Tom Ray (D-N.Y.) called that “a mistake.”|He gave no reason.",
    "Was it safe?|“Yes!” said the operator.|“No!” said everyone else.",
    "The paper quoted him: “It holds.|It will hold.”|It did not.",
    "Visit www.probe.example/dam.html for a map.|It shows the valley.",
    "The No. 2 reactor stopped at 4:10 p.m. local time.|The No. 3 reactor did not.",
    "He left at 5 p.m.|The others stayed until 7 p.m. on Friday.",
    "It began on Jan. 3, 2024.|Five people came.",
    "Ms. Halas said: “Mr. Lind knew.”|He denies it.",
    "The inquiry (opened in Sept. 2023) has cost £4.1m.|It will cost more.",
    "She works for Yahoo! in Ohio.|Her sister does not.",
    "Police named him as John D.|He is 41.",
    "World War II ended.|Part I of the report is out.|Part II is not.",
    "The vote was 31-24.|3 members abstained.",
    "“Why?” he asked.|“Because,” she said.|“It rained.”",
    "Le maire a refusé.|M. Lind, 54 ans, a démissionné le 3 nov. 2024.|Mme Korb reste.",
    "Er kam am 3. November.|Das war der 19. Geburtstag der Fa. Lind.|Alle feierten.",
    "El Sr. Díaz y la Dra. Ruiz firmaron.|Nadie más lo hizo.",
    "部长说：“大坝是安全的。”|没有人相信。",
    "「大坝は安全だ。」と大臣は述べた。|誰も信じなかった。",
]
MARKED = [text.split("|") for text in PARAGRAPHS]


def _starts(sentences, separator):
    position, starts = 0, set()
    for sentence in sentences:
        starts.add(position)
        position += len(sentence) + len(separator)
    return starts - {0}


def _separator(sentences):
    return "" if "\u3000" <= sentences[0][0] <= "\u9fff" else " "


def _scores(marked):
    separator = _separator(marked)
    wanted = _starts(marked, separator)
    found = {span.start for span in split(separator.join(marked))} - {0}
    return len(wanted & found), len(found), len(wanted)


def test_boundary_f1_of_hard_sentences_is_at_least_98_percent():
    right, found, wanted = (sum(each) for each in zip(*map(_scores, MARKED), strict=True))
    assert 2 * right / (found + wanted) >= 0.98


@pytest.mark.parametrize("marked", MARKED, ids=range(len(MARKED)))
def test_every_character_of_a_hard_paragraph_is_in_a_sentence(marked):
    text = _separator(marked).join(marked)
    assert "".join(span.of(text) for span in split(text)).replace(" ", "") == text.replace(" ", "")
