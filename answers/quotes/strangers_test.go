package quotes

import "testing"

// None of these sentences is in the articles.
var (
	// strangers are about anything.
	strangers = []string{
		"Ask not what your country can do for you, ask what you can do for your country.",
		"There is no such thing as society.",
		"The quick brown fox jumps over the lazy dog.",
		"It was the best of times, it was the worst of times.",
		"We shall fight on the beaches, we shall fight on the landing grounds.",
		"In the long term we are all dead.",
		"It is quite hard to say what the weather will do tomorrow.",
		"This is not the time for soundbites, but I feel the hand of history.",
		"The lady's not for turning.",
		"Please find attached the minutes of the last meeting.",
		"At the end of the day it is what it is.",
		"Could you tell me when the next train leaves for Leeds?",
		"We need to talk about what happened in the kitchen.",
		"It can be done now, if you ask me, or in a week.",
		"One of the reasons for the delay was the rain.",
		"All of them wanted to be part of the team.",
		"As well as the bread, we have to buy some milk.",
		"There is clearly no reason to be cheerful today.",
		"Many of those who came were late for the show.",
		"It is a problem that you are never at home.",
	}
	// neighbours are about health services and law.
	neighbours = []string{
		"The NHS is the closest thing the English people have to a religion.",
		"The NHS is safe in our hands.",
		"NHS England and NHS Improvement published the long term plan in January.",
		"The Health and Social Care Act 2012 was passed under the coalition.",
		"Clinical commissioning groups were abolished in July 2022.",
		"The internal market was introduced by Kenneth Clarke.",
		"We will give the NHS the money it needs.",
		"Integrated care systems became statutory bodies by the Health and Care Act 2022.",
		"The prime minister visited a hospital in Leeds and met nurses.",
		"Hospitals are full, and ambulances wait outside for hours.",
		"The King's Fund welcomed the proposals with some reservations.",
		"Labour would repeal the act and end privatisation for good.",
		"Foundation trusts may borrow more than they do today.",
		"Waiting times for operations have gone up again this winter.",
		"The health secretary will answer questions in parliament on Monday.",
		"Commissioners and providers must publish their accounts every year.",
		"Nurses voted to strike over pay for the first time in a century.",
		"Social care has waited for reform for twenty years.",
		"The regulator rated the trust inadequate after an inspection.",
		"Procurement law follows from a directive of the European Union.",
	}
	// lookalikes are made of the articles' own words.
	lookalikes = []string{
		"We should be ready to change the internal market when legislation holds back progress.",
		"It is too bureaucratic to hold NHS leaders accountable for the front line.",
		"The government is prepared to legislate to roll forward the internal market.",
		"Provisions could be up and running by April 2022 at the latest.",
		"We need primary legislation to implement the long term plan and it would help.",
		"We don't need legislation to implement the plan, though it would help.",
		"The full merger of commissioners and providers would be permissible.",
		"A single headquarters for the NHS should remain independent of Public Health England.",
		"Joint committees must not involve all types of commissioners.",
		"The Parliamentary arithmetic is good and the government is not distracted by Brexit.",
		"Integrated care trusts should commission sexual health services regionally.",
		"Foundation trusts fear that they will be held to account for their autonomy.",
		"The amalgamation of NHS England and NHS Improvement is too big to welcome.",
		"The mistakes of the early 1990s were made right in the Lansley reforms.",
		"Even with the fairest wind they will come into force before 2022.",
		"Legislation alone can bring about behaviours, relationships, leadership and culture.",
		"There is no broad support for the direction of travel, so we need not be cautious.",
		"A new shared duty would promote competition between all providers and CCGs.",
		"Commissioners should be close to the providers that they serve.",
		"We must not learn the lessons of the past but impose change from Whitehall.",
	}
)

func TestStrangers(t *testing.T) {
	for _, text := range append(strangers, neighbours...) {
		if f := checker().Check(text); f.Verdict != NotFound {
			t.Errorf("%q: %s, want %s", text, show(f), NotFound)
		}
	}
	for _, text := range lookalikes {
		if f := checker().Check(text); f.Verdict == Exact {
			t.Errorf("%q: %s", text, show(f))
		}
	}
}
