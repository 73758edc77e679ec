package answers

import "strings"

// shorthand is how people type plain words in a hurry. Most of these pass for
// English words or are too short to repair by their letters.
var shorthand = pairs(`
wat what wot what waht what whta what wut what wich which whihc which wen when wehn when wher where hw how hwo how woh who y why wy why
thx thanks tx thanks ty thanks teh the hte the adn and nad and fo of u you r are ur your ure youre thier their ther there thye they
abt about abuot about bout about coz because cos because bc because cuz because
shud should shoud should wud would woud would cud could coud could wil will cant cannot dnt dont duz does
thru through w with wiv with wo without btwn between betwen between b4 before
dis this dat that sum some meny many manny many alot lots
govt government gov government goverment government mgmt management mgt management orgs organisations org organisation
re about resp responsible acc according cttee committee cttees committees cmte committee
leg legislation legs legislation reg regulation regs regulation comm commissioning commish commissioning
prov provider provs providers hosp hospital hosps hospitals dept department natl national jt joint
`)

func pairs(text string) map[string]string {
	words := strings.Fields(text)
	m := make(map[string]string, len(words)/2)
	for i := 0; i+1 < len(words); i += 2 {
		m[words[i]] = words[i+1]
	}
	return m
}
