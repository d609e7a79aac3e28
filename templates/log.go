package templates

import (
	"net/url"
	"strings"

	"travaux/models"
)

// LogPage is a consultation's public log: what it is, its newest signed head, its entries, and a form to check a receipt.
type LogPage struct {
	Base
	Log     models.LogView
	Lines   models.LogLines
	Next    string                 // the path of the next page, empty at the end
	Checked *models.CheckedReceipt // what checking a receipt found; nil: none was handed in
	Form    Form
}

// RefPath is where that is read which an entry is about.
func (p LogPage) RefPath(l models.LogLine) string {
	at := "/comments/"
	if strings.HasPrefix(string(l.Kind), "pledge.") {
		at = "/pledges/"
	}
	if strings.HasPrefix(string(l.Kind), "signature.") {
		at = "/signatures/"
	}
	return p.Root() + at + url.PathEscape(l.Ref)
}

// Samples are the examples of the page: with entries and a receipt that holds, one that does not, and before the first.
func (LogPage) Samples() []LogPage {
	b := sampleBase(SectionNone, "/c/sample-charter/log")
	v := models.LogView{
		Origin: "example.org/c/sample-charter/log", Epoch: 1, Size: 1204, Root: "n7R0Y1V3bGlnZW50IHRyZWUgcm9vdCBoYXNoIDEyMzQ=", SignedAt: day(0),
		Checkpoint:  "example.org/c/sample-charter/log\n1204\nn7R0Y1V3bGlnZW50IHRyZWUgcm9vdCBoYXNoIDEyMzQ=\n\n— example.org/c/sample-charter/log 9x2…\n",
		Key:         "example.org/c/sample-charter/log+0a1b2c3d+ARS7a2V5",
		Fingerprint: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", Waiting: 3,
	}
	for i, p := range []models.Publication{models.PublishedNow, models.Pending, models.Unconfirmed, models.Withdrawn} {
		v.Standing = append(v.Standing, models.StandingCount{Publication: p, Count: 30 - i})
	}
	var lines models.LogLines
	for i, kind := range models.EntryKinds {
		v.Kinds = append(v.Kinds, models.KindCount{Kind: kind, Count: 40 - i})
		lines.Items = append(lines.Items, models.LogLine{
			Index: int64(1203 - i), Hash: v.Root, Leaf: models.Leaf{Kind: kind, Ref: "C-000412", Time: "2026-03-14"},
		})
	}
	good := &models.CheckedReceipt{Receipt: "0190a1b2-0000-7000-8000-000000000412", Words: true, Promised: true, Included: true, Ours: true, Index: 12, Size: 1204}
	bad := &models.CheckedReceipt{Receipt: good.Receipt, Wrong: "content"}
	promised := &models.CheckedReceipt{Receipt: good.Receipt, Words: true, Promised: true, Ours: true}
	return []LogPage{
		{Base: b, Log: v, Lines: lines, Next: "/c/sample-charter/log?cursor=1150", Checked: good},
		{Base: b, Log: v, Lines: lines, Checked: bad},
		{Base: b, Log: v, Lines: lines, Checked: promised},
		{Base: b, Log: models.LogView{Origin: v.Origin, Epoch: 1, Key: v.Key, Fingerprint: v.Fingerprint}},
	}
}
