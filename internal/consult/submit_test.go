package consult_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// published reads a comment as everybody may.
func published(t *testing.T, c *story.Consultation, ref string) models.CommentView {
	t.Helper()
	v, err := c.Service.Comment(t.Context(), models.Actor{}, c.Slug, ref)
	testkit.Must(t, err)
	return v
}

func TestSubmitComment_onEachKindOfTarget(t *testing.T) {
	article := models.Target{ProvisionKind: models.Article, ProvisionNumber: "1.1", ProvisionTitle: "Purpose", AnchorLanguage: "en"}
	with := func(change func(*models.Target)) models.Target { t := article; change(&t); return t }
	cases := map[string]struct {
		on   story.Detail
		want models.Target
	}{
		"the whole text": {story.With(func(*consult.NewComment) {}), models.Target{TargetKind: models.TargetVersion, AnchorLanguage: "en"}},
		"a provision":    {story.On("art-1-par-1"), with(func(t *models.Target) { t.TargetKind, t.WID = models.TargetProvision, "art-1-par-1" })},
		"words of it": {story.On("art-1-par-1", "shall publish"), with(func(t *models.Target) {
			t.TargetKind, t.WID, t.Exact, t.StartAt, t.EndAt = models.TargetRange, "art-1-par-1", "shall publish", 12, 25
		})},
		"a gap after it": {story.After("art-1-par-1"), with(func(t *models.Target) { t.TargetKind, t.AfterWID = models.TargetInsertion, "art-1-par-1" })},
		"the beginning":  {story.After(""), models.Target{TargetKind: models.TargetInsertion, AnchorLanguage: "en"}},
	}
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for name, tc := range cases {
			r := c.Comment(story.By("ana"), tc.on)
			got := published(t, c, r.Ref).Target
			if diff := cmp.Diff(got, tc.want, cmpopts.IgnoreFields(models.Target{}, "Prefix", "Suffix")); diff != "" {
				t.Errorf("%s (-got +want):\n%s", name, diff)
			}
		}
	})
}

func TestSubmitComment_keepsEveryFieldAsItWasSent(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		k.Clock.Add(time.Hour)
		r := c.Comment(story.By("ana"), story.From("KE", models.CivilSociety), story.For(" Open Lakes "), story.Taking("oppose"),
			story.OfType("technical"), story.In("fr"), story.Saying("Bonjour\r\n\tà tous  "), story.Proposing("ouvert"), story.Named("Ana"),
			story.With(func(in *consult.NewComment) { in.StakeholderSubtype = "ngo" }))
		want := models.CommentView{
			Number: 1, Draft: "charter", DraftTitle: "charter", Version: 1, Target: models.Target{TargetKind: models.TargetVersion, AnchorLanguage: "en"},
			Body: "Bonjour\n\tà tous  ", ProposedText: "ouvert", Type: "technical", Stance: "oppose", Language: "fr", SpeakingAs: "organisation",
			Name: "Ana", Organisation: " Open Lakes ", Country: "KE", Region: "014", StakeholderType: "civil_society", StakeholderSubtype: "ngo",
			Verified: true, Provenance: "web", Publication: models.PublishedNow, Outcome: models.Open,
			ReceivedAt: k.Clock.Now(), CreatedAt: k.Clock.Now(),
		}
		got := published(t, c, r.Ref)
		if diff := cmp.Diff(got, want, cmpopts.IgnoreFields(models.CommentView{}, "ConsultationID", "ID", "Seq", "BodyHTML")); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		if r.Ref != "C-000001" || !r.ReceivedAt.Equal(k.Clock.Now()) || r.Publication != models.PublishedNow || len(r.Commitment) != 64 || len(r.Salt) != 32 {
			t.Errorf("receipt %+v", r)
		}
	})
}

func long(n int) string { return strings.Repeat("é", n) }

// Every field that can be wrong, by the name that both surfaces give it.
func TestSubmitComment_namesTheFieldThatIsWrong(t *testing.T) {
	set := story.With
	cases := map[string]struct {
		details     []story.Detail
		field, code string
	}{
		"no draft":                 {[]story.Detail{story.Of("", 0)}, "draft", "required"},
		"unknown draft":            {[]story.Detail{story.Of("other", 0)}, "draft", "not_found"},
		"unknown version":          {[]story.Detail{story.Of("charter", 9)}, "version", "not_found"},
		"negative version":         {[]story.Detail{story.Of("charter", -1)}, "version", "too_small"},
		"no target":                {[]story.Detail{set(func(in *consult.NewComment) { in.Target.Kind = "" })}, "target.kind", "required"},
		"unknown target":           {[]story.Detail{set(func(in *consult.NewComment) { in.Target.Kind = "page" })}, "target.kind", "unknown_value"},
		"provision not said":       {[]story.Detail{story.On("")}, "target.wid", "required"},
		"provision of elsewhere":   {[]story.Detail{story.On("art-9")}, "target.wid", "not_found"},
		"gap after nothing":        {[]story.Detail{story.After("art-9")}, "target.after", "not_found"},
		"no words":                 {[]story.Detail{story.On("art-1-par-1", "")}, "target.exact", "required"},
		"words not there":          {[]story.Detail{story.On("art-1-par-1", "shall not")}, "target.exact", "not_in_text"},
		"words there twice":        {[]story.Detail{story.On("art-1-par-1", "build")}, "target.exact", "ambiguous"},
		"a program without start":  {[]story.Detail{story.Through("api"), story.On("art-1-par-1", "shall publish")}, "target.start", "required"},
		"a program without end":    {[]story.Detail{story.Through("api"), story.On("art-1-par-1", "shall publish")}, "target.end", "required"},
		"text language not there":  {[]story.Detail{story.On("art-1"), set(func(in *consult.NewComment) { in.Target.Language = "fr" })}, "target.language", "not_found"},
		"unknown type":             {[]story.Detail{story.OfType("rant")}, "type", "unknown_value"},
		"unknown stance":           {[]story.Detail{story.Taking("maybe")}, "stance", "unknown_value"},
		"no language at all":       {[]story.Detail{story.In("english please")}, "language", "language"},
		"unknown speaker":          {[]story.Detail{set(func(in *consult.NewComment) { in.SpeakingAs = "we" })}, "speaking_as", "unknown_value"},
		"organisation not said":    {[]story.Detail{story.For("")}, "organisation", "required"},
		"organisation blank":       {[]story.Detail{story.For(" \u3164 ")}, "organisation", "blank"},
		"organisation too long":    {[]story.Detail{story.For(long(201))}, "organisation", "too_long"},
		"no country":               {[]story.Detail{story.From("", models.Individual)}, "country", "required"},
		"unknown country":          {[]story.Detail{story.From("ZZ", models.Individual)}, "country", "unknown_value"},
		"country in small letters": {[]story.Detail{story.From("ke", models.Individual)}, "country", "unknown_value"},
		"region of a country that has one": {
			[]story.Detail{story.From("KE", models.Individual), set(func(in *consult.NewComment) { in.Region = "014" })},
			"region", "country_has_one",
		},
		"unknown region":            {[]story.Detail{set(func(in *consult.NewComment) { in.Region = "003999" })}, "region", "unknown_value"},
		"no stakeholder type":       {[]story.Detail{story.From("KE", "")}, "stakeholder_type", "required"},
		"unknown stakeholder type":  {[]story.Detail{story.From("KE", "king")}, "stakeholder_type", "unknown_value"},
		"unknown sub-type":          {[]story.Detail{story.From("KE", models.CivilSociety), set(func(in *consult.NewComment) { in.StakeholderSubtype = "club" })}, "stakeholder_subtype", "unknown_value"},
		"sub-type of another type":  {[]story.Detail{story.From("KE", models.Government), set(func(in *consult.NewComment) { in.StakeholderSubtype = "ngo" })}, "stakeholder_subtype", "not_of_type"},
		"name too long":             {[]story.Detail{story.Named(long(201))}, "author_name", "too_long"},
		"no address":                {[]story.Detail{story.Mailed("ana at example.org")}, "author_email", "email"},
		"an address with a name":    {[]story.Detail{story.Mailed("Ana <ana@example.org>")}, "author_email", "email"},
		"nothing said":              {[]story.Detail{story.Saying("")}, "body", "required"},
		"nothing to read":           {[]story.Detail{story.Saying(" \n\u200b\u3164")}, "body", "blank"},
		"no wording to read":        {[]story.Detail{story.Saying(""), story.Proposing("\u2800")}, "proposed_text", "blank"},
		"too long":                  {[]story.Detail{story.Saying(strings.Repeat("a", 20001))}, "body", "too_long"},
		"too many bytes":            {[]story.Detail{story.Saying(strings.Repeat("𐐷", 16385))}, "body", "too_many_bytes"},
		"wording too long":          {[]story.Detail{story.Proposing(long(20001))}, "proposed_text", "too_long"},
		"wording of too many bytes": {[]story.Detail{story.Proposing(strings.Repeat("𐐷", 16385))}, "proposed_text", "too_many_bytes"},
		"not UTF-8":                 {[]story.Detail{story.Saying("a\xff")}, "body", "utf8"},
		"a control character":       {[]story.Detail{story.Saying("a\x00b")}, "body", "control"},
		"a control in a name":       {[]story.Detail{story.Named("a\x1bb")}, "author_name", "control"},
		"words of too many letters": {[]story.Detail{story.On("art-1-par-1", long(5001))}, "target.exact", "too_long"},
	}
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for name, tc := range cases {
			_, err := c.Try(append([]story.Detail{story.By("ana")}, tc.details...)...)
			f, ok := fault.As(err)
			if !ok {
				t.Errorf("%s: got %v", name, err)
				continue
			}
			t.Run(name, func(t *testing.T) { wantField(t, f, tc.field, tc.code) }) //nolint:paralleltest // the kit is shared
		}
		if n := k.Count(t, "comments", "true"); n != 0 {
			t.Errorf("%d refused comments were kept", n)
		}
	})
}

func TestSubmitComment_namesAllFieldsAtOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		_, err := c.Try(story.Saying(""), story.From("", ""), story.For(""), story.On(""), story.Taking("maybe"))
		for field, code := range map[string]string{
			"body": "required", "country": "required", "stakeholder_type": "required", "organisation": "required",
			"target.wid": "required", "stance": "unknown_value",
		} {
			wantField(t, err, field, code)
		}
	})
}

func TestSubmitComment_takesWhatIsJustAllowed(t *testing.T) {
	cases := map[string][]story.Detail{
		"twenty thousand characters":       {story.Saying(strings.Repeat("a", 20000))},
		"of two bytes each":                {story.Saying(long(20000))},
		"as many bytes as there may be":    {story.Saying(strings.Repeat("𐐷", 16384))},
		"a wording alone":                  {story.Saying(""), story.Proposing("open by default")},
		"no country to tell":               {story.From("not_stated", models.NotStated)},
		"a region where there is none":     {story.From("AQ", models.Individual), story.With(func(in *consult.NewComment) { in.Region = "009" })},
		"a region of nobody's country":     {story.From("not_stated", models.Individual), story.With(func(in *consult.NewComment) { in.Region = "014" })},
		"directions are kept":              {story.Saying("\u202eolleh\u202c")},
		"one letter":                       {story.Saying("?")},
		"a name of two hundred letters":    {story.Named(long(200))},
		"a program that knows the offsets": {story.Through("api"), story.On("art-1-par-1", "build"), at(36, 41)},
	}
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for name, details := range cases {
			by, in := c.Say(append([]story.Detail{story.By("ana")}, details...)...)
			r, err := k.Service.SubmitComment(t.Context(), by, "town", in)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if v := published(t, c, r.Ref); v.Body != in.Body || v.ProposedText != in.ProposedText {
				t.Errorf("%s: %q, %q is not what was sent", name, v.Body, v.ProposedText)
			}
		}
	})
}

// at says which of several places the words are at.
func at(start, end int) story.Detail {
	return story.With(func(in *consult.NewComment) { in.Target.Start, in.Target.End = &start, &end })
}

func TestSubmitComment_prefixOrOffsetTellsWhichWordsAreMeant(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for name, tc := range map[string]struct {
			detail story.Detail
			start  int
		}{
			"prefix": {story.With(func(in *consult.NewComment) { in.Target.Prefix = "publish what they " }), 36},
			"suffix": {story.With(func(in *consult.NewComment) { in.Target.Suffix = " shall be open" }), 53},
			"offset": {at(53, 58), 53},
		} {
			r := c.Comment(story.By("ana"), story.On("art-1-par-1", "build"), tc.detail)
			if v := published(t, c, r.Ref); v.StartAt != tc.start || v.EndAt != tc.start+5 || v.Exact != "build" {
				t.Errorf("%s: %d to %d", name, v.StartAt, v.EndAt)
			}
		}
	})
}

func TestSubmitComment_isTakenExactlyWhileThePhaseIsOpen(t *testing.T) {
	opens, closes := testkit.Noon, testkit.Noon.Add(48*time.Hour)
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, story.During(models.PhaseInterest, opens.AddDate(0, -1, 0), closes.AddDate(0, 1, 0)), story.During(models.PhaseConsultation, opens, closes))
		for _, tc := range []struct {
			at   time.Time
			open bool
		}{
			{opens.Add(-time.Microsecond), false},
			{opens, true},
			{opens.Add(time.Microsecond), true},
			{closes.Add(-time.Microsecond), true},
			{closes, false},
			{closes.Add(time.Microsecond), false},
		} {
			r, err := c.Try(story.By("ana"), story.At(tc.at))
			if tc.open && (err != nil || !r.ReceivedAt.Equal(tc.at)) {
				t.Errorf("at %s: %v, received at %s", tc.at, err, r.ReceivedAt)
			}
			if !tc.open {
				wantFault(t, err, fault.Conflict, "closed")
			}
		}
	})
}

func TestSubmitComment_betweenTwoPhasesIsRefused(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		day := func(n int) time.Time { return testkit.Noon.AddDate(0, 0, n) }
		c := town(t, k, story.During(models.PhaseConsultation, day(-2), day(1)), story.During(models.PhaseConsultation, day(3), day(5)))
		for n, open := range map[int]bool{-1: true, 0: true, 1: false, 2: false, 3: true, 4: true, 5: false} {
			_, err := c.Try(story.By("ana"), story.At(day(n)))
			if open {
				testkit.Must(t, err)
			} else {
				wantFault(t, err, fault.Conflict, "closed")
			}
		}
	})
}

func TestSubmitComment_withoutNoticesIsRefused(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		_, err := k.SQL(t).ExecContext(t.Context(), "UPDATE consultations SET notice_version = 0")
		testkit.Must(t, err)
		_, err = c.Try(story.By("ana"))
		wantFault(t, err, fault.Conflict, "no_notices")
	})
}

func TestSubmitComment_beforeAnythingIsPublishedIsRefused(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("town", story.Open())
		c.Story.Person("ana")
		c.NewDraft(consult.NewDraft{Slug: "charter", Title: "Charter", Language: "en"}).Import(consult.NewVersion{Content: charter})
		_, err := c.Try(story.By("ana"))
		wantField(t, err, "version", "not_found")
		_, err = k.Service.SubmitComment(t.Context(), k.Call(models.Actor{}), "nowhere", consult.NewComment{})
		wantFault(t, err, fault.NotFound, "consultation_not_found")
	})
}

func TestSubmitComment_provisionOfAnotherVersionIsNotFound(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		second := strings.Replace(charter, "## Article 2 Openness\n\n1. Systems should use open standards wherever suitable ones exist.\n", "", 1)
		_, _, err := k.Service.ImportVersion(t.Context(), k.System(), "town", "charter", consult.NewVersion{Content: second})
		testkit.Must(t, err)
		_, err = k.Service.PublishVersion(t.Context(), k.System(), "town", "charter", consult.NewPublication{})
		testkit.Must(t, err)
		_, err = c.Try(story.By("ana"), story.On("art-2"))
		wantField(t, err, "target.wid", "not_found")
		c.Comment(story.By("ana"), story.Of("charter", 1), story.On("art-2"))
	})
}
