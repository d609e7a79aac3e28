package consult_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestCreateConsultation_makesTheCreatorItsOrganiser(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		s := k.Story(t)
		s.Person("root", models.Admin)
		c, err := k.Service.CreateConsultation(t.Context(), s.Call("root"), consult.NewConsultation{
			Slug: "town", Title: "Town", Language: "fr",
			Languages: []string{"en", "fr", "ar"}, Titles: models.Texts{"ar": "بلدة", "en": ""},
		})
		testkit.Must(t, err)
		if diff := cmp.Diff(c.Title, models.Texts{"fr": "Town", "ar": "بلدة"}); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		if diff := cmp.Diff(c.Languages, models.List{"fr", "en", "ar"}); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		if !consult.May(s.Actor("root"), c.ID).Draft {
			t.Error("the creator is not its organiser")
		}
		n, err := k.Service.Notices(t.Context(), models.Actor{}, "town")
		testkit.Must(t, err)
		if n.Version != 1 || n.Licence != consult.DefaultLicence || !strings.Contains(n.Responsible["en"], "Town") {
			t.Errorf("%+v", n)
		}
		_, err = k.Service.CreateConsultation(t.Context(), s.Call("root"), consult.NewConsultation{Slug: "town", Title: "Town", Language: "en"})
		wantFault(t, err, fault.Conflict, "slug_taken")
	})
}

func TestCreateConsultation_namesTheFieldThatIsWrong(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		phase := func(p consult.NewPhase) consult.NewConsultation {
			return consult.NewConsultation{Slug: "town", Title: "Town", Language: "en", Phases: []consult.NewPhase{p}}
		}
		good := consult.NewPhase{Kind: "consultation", OpensAt: "2026-01-01", TimeZone: "UTC"}
		with := func(change func(*consult.NewPhase)) consult.NewConsultation { p := good; change(&p); return phase(p) }
		for name, tc := range map[string]struct {
			in          consult.NewConsultation
			field, code string
		}{
			"no slug":           {consult.NewConsultation{Title: "Town", Language: "en"}, "slug", "required"},
			"slug too short":    {consult.NewConsultation{Slug: "t", Title: "Town", Language: "en"}, "slug", "slug"},
			"blank title":       {consult.NewConsultation{Slug: "town", Title: " ", Language: "en"}, "title", "blank"},
			"no language":       {consult.NewConsultation{Slug: "town", Title: "Town"}, "language", "required"},
			"no phase kind":     {with(func(p *consult.NewPhase) { p.Kind = "" }), "phases.0.kind", "required"},
			"unknown kind":      {with(func(p *consult.NewPhase) { p.Kind = "party" }), "phases.0.kind", "unknown_value"},
			"unknown zone":      {with(func(p *consult.NewPhase) { p.TimeZone = "Mars/Base" }), "phases.0.time_zone", "unknown_value"},
			"no opening":        {with(func(p *consult.NewPhase) { p.OpensAt = "" }), "phases.0.opens_at", "required"},
			"no time":           {with(func(p *consult.NewPhase) { p.OpensAt = "soon" }), "phases.0.opens_at", "time"},
			"no such day":       {with(func(p *consult.NewPhase) { p.ClosesAt = "2026-02-30" }), "phases.0.closes_at", "time"},
			"closed first":      {with(func(p *consult.NewPhase) { p.ClosesAt = "2025-12-31" }), "phases.0.closes_at", "before_opening"},
			"offset beyond all": {with(func(p *consult.NewPhase) { p.OpensAt = "2026-01-01T00:00:00+15:00" }), "phases.0.opens_at", "time"},
		} {
			_, err := k.Service.CreateConsultation(t.Context(), k.System(), tc.in)
			t.Run(name, func(t *testing.T) { wantField(t, err, tc.field, tc.code) }) //nolint:paralleltest // needs no more than the error
		}
		if n := k.Count(t, "consultations", "true"); n != 0 {
			t.Errorf("%d were kept", n)
		}
	})
}

// A closing given as a date, or as 23:59, is the end of that day in its zone.
func TestPhases_aDateClosesAtTheEndOfItsDay(t *testing.T) {
	utc := func(s string) time.Time { v, err := time.Parse(time.RFC3339, s); testkit.Must(t, err); return v }
	for _, tc := range []struct{ closes, zone, want string }{
		{"2026-03-31", "UTC", "2026-04-01T00:00:00Z"},
		{"2026-03-31", "Africa/Nairobi", "2026-03-31T21:00:00Z"},
		{"2026-03-31", "Etc/GMT+12", "2026-04-01T12:00:00Z"},       // anywhere on Earth
		{"2026-03-28", "Europe/Brussels", "2026-03-28T23:00:00Z"},  // the night before the clocks go on
		{"2026-03-29", "Europe/Brussels", "2026-03-29T22:00:00Z"},  // the day they do
		{"2026-10-25", "Europe/Brussels", "2026-10-25T23:00:00Z"},  // the day they go back
		{"2028-02-29", "Asia/Kathmandu", "2028-02-29T18:15:00Z"},   // a leap day
		{"2026-09-05", "America/Santiago", "2026-09-06T04:00:00Z"}, // midnight itself is left out
		{"2026-04-04", "America/Santiago", "2026-04-05T04:00:00Z"}, // the last hour comes twice
		{"2026-10-31", "America/Havana", "2026-11-01T04:00:00Z"},   // the hour after comes twice
		{"2026-09-30", "Australia/Lord_Howe", "2026-09-30T13:30:00Z"},
		{"2026-03-31T23:59", "Africa/Nairobi", "2026-03-31T21:00:00Z"},
		{"2026-03-31T23:59:59", "Africa/Nairobi", "2026-03-31T21:00:00Z"},
		{"2026-03-31 23:59", "Africa/Nairobi", "2026-03-31T21:00:00Z"},
		{"2026-03-31T23:59:00+03:00", "Africa/Nairobi", "2026-03-31T21:00:00Z"},
		{"2026-03-31T20:59:00Z", "Africa/Nairobi", "2026-03-31T21:00:00Z"},
		{"2026-03-31T17:00", "Africa/Nairobi", "2026-03-31T14:00:00Z"},
		{"2026-03-31T17:00:00Z", "Africa/Nairobi", "2026-03-31T17:00:00Z"},
	} {
		t.Run(tc.closes+" "+tc.zone, func(t *testing.T) {
			testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
				c := k.Story(t).Begin(consult.NewConsultation{
					Slug: "town", Title: "Town", Language: "en",
					Phases: []consult.NewPhase{{Kind: "consultation", OpensAt: "2026-01-01", ClosesAt: tc.closes, TimeZone: tc.zone}},
				})
				p := c.Head().Phases[0]
				if p.ClosesAt == nil || !p.ClosesAt.Equal(utc(tc.want)) || p.TimeZone != tc.zone {
					t.Errorf("it closes at %v, want %s", p.ClosesAt, tc.want)
				}
			})
		})
	}
}

func TestSaveNotices_makesANewVersionAndKeepsTheOtherLanguages(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		before := c.Comment(story.By("ana"))
		n, err := k.Service.SaveNotices(t.Context(), c.Call("organiser"), "town",
			consult.NewNotices{Language: "sw", Privacy: "Faragha", Publication: "Uchapishaji", Licence: "CC0-1.0"})
		testkit.Must(t, err)
		if n.Version != 2 || n.Privacy["sw"] != "Faragha" || n.Privacy["en"] == "" || n.Licence != "CC0-1.0" {
			t.Errorf("%+v", n)
		}
		after := c.Comment(story.By("ana"))
		for receipt, want := range map[string]string{before.Receipt: "1", after.Receipt: "2"} {
			if k.Count(t, "comments", "receipt = '"+receipt+"' AND notice_version = "+want) != 1 {
				t.Errorf("%s was not made under notices %s", receipt, want)
			}
		}
		for field, in := range map[string]consult.NewNotices{
			"privacy":     {Language: "en", Publication: "x", Licence: "x"},
			"publication": {Language: "en", Privacy: "x", Publication: " ", Licence: "x"},
			"licence":     {Language: "en", Privacy: "x", Publication: "x"},
			"language":    {Privacy: "x", Publication: "x", Licence: "x"},
		} {
			_, err := k.Service.SaveNotices(t.Context(), c.Call("organiser"), "town", in)
			if f, ok := fault.As(err); !ok || len(f.Fields) != 1 || f.Fields[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

func TestAddDocument(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		content := []byte("caf\xe9 \x00 as it is")
		d := c.Document(consult.NewDocument{Title: "Note", FileName: "a/b/Note.TXT", Content: content})
		got, file, err := k.Service.DocumentFile(t.Context(), models.Actor{}, "town", d.Ref)
		testkit.Must(t, err)
		if string(file) != string(content) || got.FileName != "Note.TXT" || got.Size != int64(len(content)) || !strings.HasPrefix(got.MediaType, "text/plain") {
			t.Errorf("%+v, %q", got, file)
		}
		link := c.Document(consult.NewDocument{Title: "Study", URL: "https://example.org/study"})
		if _, file, err := k.Service.DocumentFile(t.Context(), models.Actor{}, "town", link.Ref); err != nil || file != nil {
			t.Errorf("%q, %v", file, err)
		}
		for name, tc := range map[string]struct {
			in          consult.NewDocument
			field, code string
		}{
			"no title":       {consult.NewDocument{URL: "https://example.org"}, "title", "required"},
			"neither":        {consult.NewDocument{Title: "x"}, "file", "required"},
			"both":           {consult.NewDocument{Title: "x", URL: "https://example.org", FileName: "a.txt", Content: content}, "url", "link_or_file"},
			"script":         {consult.NewDocument{Title: "x", URL: "javascript:alert(1)"}, "url", "link"},
			"a page":         {consult.NewDocument{Title: "x", FileName: "a.html", Content: content}, "file", "file_type"},
			"too large":      {consult.NewDocument{Title: "x", FileName: "a.txt", Content: make([]byte, 4<<20+1)}, "file", "too_large"},
			"somebody's url": {consult.NewDocument{Title: "x", URL: "https://user@example.org"}, "url", "link"},
		} {
			_, err := k.Service.AddDocument(t.Context(), c.Call("organiser"), "town", tc.in)
			t.Run(name, func(t *testing.T) { wantField(t, err, tc.field, tc.code) }) //nolint:paralleltest // needs no more than the error
		}
		front, err := k.Service.Front(t.Context(), models.Actor{}, "town")
		testkit.Must(t, err)
		if len(front.Documents) != 2 || front.Documents[0].Ref != d.Ref {
			t.Errorf("%+v", front.Documents)
		}
	})
}

func TestConsultations_listsAllWithTheirPhases(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		if all, err := k.Service.Consultations(t.Context(), models.Actor{}); err != nil || len(all) != 0 {
			t.Errorf("%v, %v", all, err)
		}
		if empty, err := k.Service.Empty(t.Context()); err != nil || !empty {
			t.Errorf("empty: %t, %v", empty, err)
		}
		s := k.Story(t)
		s.Consultation("town", story.Open())
		s.Consultation("village")
		all, err := k.Service.Consultations(t.Context(), models.Actor{})
		testkit.Must(t, err)
		if len(all) != 2 || all[0].Slug != "village" || len(all[0].Phases) != 0 || len(all[1].Phases) != 1 {
			t.Errorf("%+v", all)
		}
		if empty, err := k.Service.Empty(t.Context()); err != nil || empty {
			t.Errorf("empty: %t, %v", empty, err)
		}
	})
}

// The first notices are whole and in the main language wherever they come from, since contributions open with them.
func TestSaveNotices_theFirstAreWholeOnEverySurface(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		admin := k.Story(t).Person("root", models.Admin)
		_, err := k.Service.CreateConsultation(t.Context(), k.Call(admin), consult.NewConsultation{
			Slug: "own", Title: "Own", Language: "en", Languages: []string{"en", "fr"}, OwnNotices: true,
		})
		testkit.Must(t, err)
		for _, via := range []string{"web", "api"} {
			by := k.Call(admin)
			by.Via = via
			_, err = k.Service.SaveNotices(t.Context(), by, "own", consult.NewNotices{Language: "fr", Privacy: "p", Publication: "q", Licence: "CC0-1.0"})
			wantField(t, err, "responsible", "required")
			wantField(t, err, "law", "required")
			wantField(t, err, "language", "main_first")
		}
	})
}
