package templates

import (
	"net/url"

	"travaux/models"
)

// Samples are the examples of the page: with files that came back, and come back with an error.
func (WordFilesPage) Samples() []WordFilesPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/drafts/charter/working/word")
	at := day(1)
	changes := 12
	list := []models.WordHead{
		{WordReturn: models.WordReturn{Ref: "0b5", FileName: "charter.docx", CreatedAt: day(0)}, Name: "Reviewer 1", Changes: &changes, Taken: 4, Refused: 1},
		{WordReturn: models.WordReturn{Ref: "0b6", CreatedAt: day(0), AppliedAt: &at}},
	}
	return []WordFilesPage{
		{Base: b, Reading: sampleWorking(), Returns: list},
		{Base: b, Reading: sampleWorking(), Form: Form{Values: url.Values{}, Errors: []FieldError{{"file", "This file was made of another draft."}}}},
	}
}

func sampleWorking() models.Reading {
	r := sampleReading()
	r.Version, r.Text.SHA256 = models.Version{}, ""
	return r
}

// Samples are the examples of the page: with one of each there can be, with nothing, and brought onto the working version.
func (WordPage) Samples() []WordPage {
	b, p := sampleStaff(SectionManage, "/c/sample-charter/drafts/charter/working/word/0b5"), sampleProvisions()[10]
	some := []models.Run{{Op: "equal", Text: "They "}, {Op: "delete", Text: "may"}, {Op: "insert", Text: "shall"}, {Op: "equal", Text: " be …"}}
	was, is := models.ProvisionDiff{Was: &p, Is: &p, Words: some}, models.ProvisionDiff{Was: &p}
	apart, joined := p, p
	apart.Text, joined.Text = "They pay.\nAll of them.", "They pay. All of them."
	gone := sampleProvisions()[9]
	gone.WID = "gone"
	full := models.WordView{
		WordReturn: models.WordReturn{Ref: "0b5", FileName: "charter.docx", Revision: 2, CreatedAt: day(0)}, Reading: sampleWorking(), State: 41,
		Changes: []models.WordChange{
			{ID: "t1", Author: "Reviewer 1", Date: day(0), Before: "They ", Deleted: "may", Inserted: "shall", After: " be", WIDs: []string{p.WID, "new"}, Choice: models.WordTaken},
			{ID: "t2", Author: "Reviewer 2", Deleted: "\n", EndOnly: true, Moved: true, Choice: models.WordOpen},
			{ID: "t3", Inserted: "\n", EndOnly: true, WIDs: []string{p.WID}, Choice: models.WordRefused},
		},
		Untracked: []models.WordDifference{
			{ID: "of-x", WID: p.WID, ProvisionDiff: was, Choice: models.WordOpen},
			{ID: "title", ProvisionDiff: was, Choice: models.WordTaken},
			{ID: "of-y", WID: p.WID, ProvisionDiff: models.ProvisionDiff{Was: &apart, Is: &joined, Words: []models.Run{{Op: "equal", Text: joined.Text}}}, Choice: models.WordOpen},
			{ID: "of-gone", WID: "gone", ProvisionDiff: models.ProvisionDiff{Was: &gone}, Choice: models.WordOpen},
		},
		Found:    []models.WordFound{{WID: p.WID, Alike: 84}},
		Comments: []models.WordComment{{WID: p.WID, Author: "Reviewer 1", Body: "Who pays?", Exact: "pays", Date: day(0)}, {Body: "A good text."}},
		Questions: []models.WordQuestion{
			{WID: p.WID, Key: "a1", Ours: was, Theirs: is, Together: models.Typed{Kind: p.Kind, Number: p.Number, Content: "They ⟦may ¦ shall⟧ be."}},
			{Key: "a2", Ours: is, Theirs: was, How: "typed", Answer: models.Typed{Heading: "Charter"}},
		},
		Asked: 1, NewTitle: "Another title",
		Steps: []models.WordStep{{Act: "change", WID: p.WID, Authors: []string{"Reviewer 1"}, Changes: []models.ProvisionDiff{was}}},
	}
	at := day(1)
	done := models.WordView{WordReturn: models.WordReturn{Ref: "0b5", AppliedAt: &at, CreatedAt: day(0)}, Reading: sampleWorking(), Changes: full.Changes, Untracked: full.Untracked}
	done.NewTitle = done.Reading.Text.Title
	none := models.WordView{WordReturn: models.WordReturn{Ref: "0b5", CreatedAt: day(0)}, Reading: sampleWorking()}
	none.NewTitle = none.Reading.Text.Title
	return []WordPage{
		{Base: b, WordView: full},
		{Base: b, WordView: none, Form: Form{Errors: []FieldError{{"", "Somebody changed this meanwhile."}}}},
		{Base: b, WordView: done},
	}
}
