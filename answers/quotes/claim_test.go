package quotes

import "testing"

func TestAttribution(t *testing.T) {
	tests := []struct{ text, quotation, who string }{
		// None.
		{"we should be prepared to change it", "we should be prepared to change it", ""},
		{`"We should be prepared to change it."`, "We should be prepared to change it.", ""},
		{`is "we should be prepared to change it" in there?`, "we should be prepared to change it", ""},
		{`check: "we should be prepared to change it"`, "we should be prepared to change it", ""},
		{`"We should be prepared to change it" (HSJ, May 2018)`, "We should be prepared to change it", ""},
		{"it may be hard to secure these changes", "it may be hard to secure these changes", ""},
		{"the government said nothing", "the government said nothing", ""},

		// Right.
		{`May said: "we should be prepared to change it"`, "we should be prepared to change it", "theresa-may"},
		{"May: we should be prepared to change it", "we should be prepared to change it", "theresa-may"},
		{"may said we should be prepared to change it", "we should be prepared to change it", "theresa-may"},
		{"Theresa May told the Royal Free that we should be prepared to change it", "we should be prepared to change it", "theresa-may"},
		{"“We should be prepared to change it” – Theresa May", "We should be prepared to change it", "theresa-may"},
		{"“We should be prepared to change it – Theresa May”", "We should be prepared to change it", "theresa-may"},
		{"We should be prepared to change it -- the prime minister, June 2018", "We should be prepared to change it", "theresa-may"},
		{"We should be prepared to change it\n— PM", "We should be prepared to change it", "theresa-may"},
		{"“We should be prepared,” said May, “to change it.”", "We should be prepared … to change it.", "theresa-may"},
		{`"This wouldn't be arriving any day soon" (Ian Dodge, 2019)`, "This wouldn't be arriving any day soon", "ian-dodge"},
		{"This wouldn't be arriving any day soon (Dodge, 2019).", "This wouldn't be arriving any day soon", "ian-dodge"},
		{"'This wouldn't be arriving any day soon,' said Ian Dodge of NHS England.", "This wouldn't be arriving any day soon", "ian-dodge"},
		{"This wouldn't be arriving any day soon, Dodge said.", "This wouldn't be arriving any day soon", "ian-dodge"},
		{"As you may know, Dodge said: “This wouldn’t be arriving any day soon”", "This wouldn’t be arriving any day soon", "ian-dodge"},
		{`NHS England: "This wouldn't be arriving any day soon"`, "This wouldn't be arriving any day soon", "nhs-england"}, // for which he speaks
		{"According to Niall Dickson, it may be hard to secure these changes", "it may be hard to secure these changes", "niall-dickson"},
		{"it may be hard to secure these changes, wrote Dickson in 2019", "it may be hard to secure these changes", "niall-dickson"},
		{"the Confed says it may be hard to secure these changes", "it may be hard to secure these changes", "niall-dickson"},
		{`who said "it may be hard to secure these changes", Dickson?`, "it may be hard to secure these changes", "niall-dickson"},
		{"Tom Kibasi wrote that the Parliamentary arithmetic is awful", "the Parliamentary arithmetic is awful", "kibasi-lambert"},
		{`health secretary: "internal market is too bureaucratic"`, "internal market is too bureaucratic", "jeremy-hunt"},
		{`HSJ reported: "Bodies representing NHS organisations"`, "Bodies representing NHS organisations", "hsj"},

		// Wrong.
		{`Jeremy Hunt said "we should be prepared to change it"`, "we should be prepared to change it", "jeremy-hunt (not so)"},
		{"We should be prepared to change it - Simon Stevens", "We should be prepared to change it", "simon-stevens (not so)"},
		{"May: “the Parliamentary arithmetic is awful”", "the Parliamentary arithmetic is awful", "theresa-may (not so)"},
		{"“We should be prepared to switch it”, said Boris Johnson", "We should be prepared to switch it", "nobody (not so)"},
		{`"We should be prepared to change it." — Boris Johnson`, "We should be prepared to change it.", "nobody (not so)"},
		// The report of what she said is the reporter's.
		{`May said: "the government is prepared to legislate"`, "the government is prepared to legislate", "theresa-may"}, // not curated: not known
		{`May: "roll back the NHS internal market"`, "roll back the NHS internal market", "theresa-may (not so)"},

		// Not known, so not wrong.
		{`Hunt said "the circumstances in which it goes out to procurement"`, "the circumstances in which it goes out to procurement", "jeremy-hunt"},
		{`Hunt said "there is no such thing as society"`, "there is no such thing as society", "jeremy-hunt"},

		// What the articles say of somebody's saying stays.
		{"Ms May added: “The intentions behind the creation of the internal market in the early 1990s were right.", "", ""},
		{"Targets under review and NHS legislation open to change - PM", "", ""},
		{"Health secretary Jeremy Hunt told HSJ that the “internal market is too bureaucratic”", "", ""},
		{"the ability to make “integrated care trusts”", "", ""},
	}
	for _, tt := range tests {
		f := checker().Check(tt.text)
		who := ""
		if f.By != "" {
			who = "nobody"
			if f.Claimed != nil {
				who = f.Claimed.ID
			}
		}
		if f.Misattributed {
			who += " (not so)"
		}
		want := tt.quotation
		if want == "" {
			want = trimMarks(tt.text)
		}
		if f.Quotation != want || who != tt.who {
			t.Errorf("Check(%q)\n got %q by %q\nwant %q by %q", tt.text, f.Quotation, who, want, tt.who)
		}
	}
}
