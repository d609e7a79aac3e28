package templates

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"travaux/models"
)

// Samples are the examples of the page: in one text, side by side with everything, a translation beside its original,
// and two versions that say the same.
func (ComparePage) Samples() []ComparePage {
	b := sampleBase(SectionReader, "/c/sample-charter/drafts/charter/compare/1/2")
	versions := []models.Version{sampleReading().Version, {ID: 1, Number: 1, Status: models.Published, PublishedAt: ref(day(-45))}, {ID: 3, Status: models.Working}}
	side := sampleStaff(SectionReader, b.Path)
	side.Query = url.Values{"view": {"side"}, "all": {"1"}}
	arabic := b
	arabic.Query = url.Values{"text": {"ar"}, "source": {"1"}}
	same := models.Comparison{Old: sampleOld(), New: sampleReading()}
	same.New.Asked = "zh"
	c := sampleComparison()
	c.Versions, same.Versions = versions, versions
	return []ComparePage{
		{Base: b, Comparison: c},
		{Base: side, Comparison: c, BySide: true, All: true},
		{Base: arabic, Comparison: sampleArabic(), Original: &c},
		{Base: b, Comparison: same},
	}
}

// Samples are the examples of the page: as anybody sees it, and as staff do.
func (VersionsPage) Samples() []VersionsPage {
	path := "/c/sample-charter/drafts/charter/versions"
	r := sampleReading()
	first := models.Version{ID: 1, Number: 1, Status: models.Published, PublishedAt: ref(day(-45)), Reason: "For the first hearings.\nThe annex follows."}
	french := models.VersionText{Language: "fr", Title: "Charte", SHA256: r.Text.SHA256}
	v := models.Versions{Draft: sampleDraft(), Items: []models.VersionEntry{
		{Version: r.Version, Texts: []models.VersionText{r.Text, french}}, {Version: first, Texts: []models.VersionText{r.Text}},
	}}
	staff := v
	staff.Items = append(staff.Items[:2:2], models.VersionEntry{Version: models.Version{ID: 3, Status: models.Working, Label: "after Amman"}, Texts: []models.VersionText{{Language: "en"}}})
	return []VersionsPage{{Base: sampleBase(SectionReader, path), Versions: v}, {sampleStaff(SectionReader, path), staff, map[int]int{r.Version.Number: 3}}}
}

// Samples are the examples of the page: a provision that changed twice, one that never did, and the working version's.
func (TrailPage) Samples() []TrailPage {
	path := "/c/sample-charter/drafts/charter/v/2/history/art-2-2"
	c := sampleComparison()
	only := func(c models.Comparison, wid string) models.Comparison {
		var one []models.Compared
		for _, p := range c.Provisions {
			if p.WID == wid {
				one = append(one, p)
			}
		}
		c.Provisions = one
		return c
	}
	born := models.Comparison{New: c.Old, Provisions: []models.Compared{{WID: "art-2-2", Fate: models.FateInserted, From: -1, To: 10, Changes: []models.Change{
		{ID: "aa00000000000001", Op: models.OpInsert, Part: models.PartText, New: c.Old.Provisions[10].Text, End: utf8.RuneCountInString(c.Old.Provisions[10].Text)},
	}}}}
	about, _ := c.New.Provision("art-2-2")
	twice := models.Trail{Reading: c.New, Provision: about, Steps: []models.Comparison{only(c, "art-2-2"), born}}
	heading, _ := c.New.Provision("art-2")
	never := models.Trail{Reading: c.New, Provision: heading, Steps: []models.Comparison{only(c, "art-2")}}
	never.Asked, never.Version.Number = "zh", 0
	return []TrailPage{{sampleBase(SectionReader, path), twice}, {sampleStaff(SectionReader, path), never}}
}

// sampleOld is the version before the sample's.
func sampleOld() models.Reading {
	r := sampleReading()
	r.Version = models.Version{ID: 1, Number: 1, Status: models.Published, PublishedAt: ref(day(-45))}
	return r
}

// sampleComparison has every fate.
func sampleComparison() models.Comparison {
	c := models.Comparison{Old: sampleOld(), New: sampleReading()}
	was, is := c.Old.Provisions, c.New.Provisions
	was[10].Text = "Those who sign should publish their source text, where possible, under an open licence."
	was[8].Heading, was[12].Number, was[13].WID = "Safety", "4", "annex-old"
	was[1].Text += "\n" + was[2].Text
	was[2].WID = "preamble-9"
	was[6].WID, was[7].WID = "art-1-2-x", "art-1-2-y"
	is[6].Text += " " + is[7].Text
	change := func(p, part, old, new string, at int) models.Change {
		from, to := was[at].Text, is[at].Text
		if part == models.PartHeading {
			from, to = was[at].Heading, is[at].Heading
		}
		ch := models.Change{ID: p, Op: models.OpReplace, Part: part, Old: old, New: new, Start: begin(to, new), OldStart: begin(from, old)}
		switch "" {
		case old:
			ch.Op = models.OpInsert
		case new:
			ch.Op = models.OpDelete
		}
		ch.End, ch.OldEnd = ch.Start+utf8.RuneCountInString(new), ch.OldStart+utf8.RuneCountInString(old)
		return ch
	}
	of := func(wid string, fate models.Fate, from, to int, changes ...models.Change) models.Compared {
		return models.Compared{WID: wid, Fate: fate, From: from, To: to, Changes: changes}
	}
	c.Provisions = []models.Compared{
		of("preamble", models.FateUnchanged, 0, 0), of("preamble-1", models.FateSplit, 1, 1), of("preamble-2", models.FateSplit, -1, 2),
		of("preamble-9", models.FateRemoved, 2, -1, change("b0", models.PartText, was[2].Text, "", 2)),
		of("art-1", models.FateUnchanged, 3, 3), of("art-1-1", models.FateUnchanged, 4, 4), of("art-1-2", models.FateUnchanged, 5, 5),
		of("art-1-2-a", models.FateJoined, -1, 6), of("art-1-2-x", models.FateJoined, 6, -1), of("art-1-2-y", models.FateJoined, 7, -1),
		of("art-2", models.FateModified, 8, 8, change("b1", models.PartHeading, "Safety", "Safe by design", 8)),
		of("art-2-1", models.FateMoved, 9, 9),
		of("art-2-2", models.FateModified, 10, 10, change("b2", models.PartText, "should", "shall", 10), change("b3", models.PartText, ", where possible,", "", 10), change("b4", models.PartText, "", ", unless the law of their country forbids it", 10)),
		of("art-2-3", models.FateInserted, -1, 11, change("b5", models.PartText, "", is[11].Text, 11)),
		of("art-3", models.FateRenumbered, 12, 12, models.Change{ID: "b6", Op: models.OpReplace, Part: models.PartNumber, Old: "4", New: "3", End: 1, OldEnd: 1}),
		of("annex", models.FateInserted, -1, 13), of("annex-old", models.FateRemoved, 13, -1),
	}
	p := c.Provisions
	p[1].Targets, p[2].Sources = []string{"preamble-1", "preamble-2"}, []string{"preamble-1"}
	p[7].Sources, p[8].Targets, p[9].Targets = []string{"art-1-2-x", "art-1-2-y"}, []string{"art-1-2-a"}, []string{"art-1-2-a"}
	p[11].Moved, p[14].Renumbered = true, true
	return c
}

func begin(text, words string) int {
	at := strings.Index(text, words)
	if words == "" || at < 0 {
		return 0
	}
	return utf8.RuneCountInString(text[:at])
}

// sampleArabic is a translation in which one provision changed that the original changed too, and one alone.
func sampleArabic() models.Comparison {
	c := models.Comparison{Old: sampleOld(), New: sampleReading()}
	for _, r := range []*models.Reading{&c.Old, &c.New} {
		r.Text.Language, r.Text.Title, r.Asked = "ar", "ميثاق نموذجي للبنية التحتية الرقمية المفتوحة", "ar"
		for i := range r.Provisions {
			r.Provisions[i].Language, r.Provisions[i].HTML = "ar", ""
		}
	}
	c.Old.Provisions[10].Text, c.New.Provisions[10].Text = "ينبغي للموقّعين أن ينشروا النص المصدري برخصة API مفتوحة.", "على الموقّعين أن ينشروا النص المصدري برخصة API مفتوحة."
	for i, p := range c.New.Provisions {
		c.Provisions = append(c.Provisions, models.Compared{WID: p.WID, Fate: models.FateUnchanged, From: i, To: i})
	}
	c.Provisions[10].Fate = models.FateModified
	c.Provisions[10].Changes = []models.Change{{ID: "c1", Op: models.OpReplace, Part: models.PartText, Old: "ينبغي للموقّعين", New: "على الموقّعين", End: 13, OldEnd: 15}}
	return c
}
