package consult_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// later are the texts of the versions after the first: one word of Article 2.1 is another, then 1.1 is split and 2.1
// renumbered, then nothing changes.
var later = []string{
	strings.Replace(charter, "should use", "shall use", 1),
	strings.NewReplacer("should use", "shall use", "build. What", "build.\n2. What", "2. This charter", "3. This charter", "Openness\n\n1.", "Openness\n\n7.").Replace(charter),
	strings.NewReplacer("should use", "shall use", "build. What", "build.\n2. What", "2. This charter", "3. This charter", "Openness\n\n1.", "Openness\n\n7.").Replace(charter),
}

// versions is a town with four versions of its charter, the first one also in French, and a working version.
func versions(t *testing.T, k *testkit.Kit) (*story.Consultation, string) {
	t.Helper()
	c := town(t, k)
	_, _, err := k.Service.Translate(t.Context(), k.System(), "town", "charter", 1, consult.NewVersion{Content: charte, Language: "fr"})
	testkit.Must(t, err)
	for _, content := range append(later, charter) {
		_, _, err := k.Service.ImportVersion(t.Context(), k.System(), "town", "charter", consult.NewVersion{Content: content})
		testkit.Must(t, err)
		if content != charter {
			_, err = k.Service.PublishVersion(t.Context(), k.System(), "town", "charter", consult.NewPublication{})
			testkit.Must(t, err)
		}
	}
	r, err := k.Service.Reading(t.Context(), models.Actor{}, "town", "charter", consult.Which{Number: 1})
	testkit.Must(t, err)
	for _, p := range r.Provisions {
		if strings.HasPrefix(p.Text, "Systems") {
			return c, p.WID
		}
	}
	t.Fatal("there is no provision on systems")
	return nil, ""
}

// tell puts what became of provisions into a line.
func tell(all []models.Compared) string {
	var out []string
	for _, p := range all {
		if p.Fate == models.FateUnchanged {
			continue
		}
		line := p.WID + " " + string(p.Fate)
		for _, c := range p.Changes {
			line += fmt.Sprintf(" %s:%q>%q", c.Part, c.Old, c.New)
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

func TestCompare_tellsWhatBecameOfEveryProvision(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		_, wid := versions(t, k)
		for _, is := range []struct {
			a, b int
			want string
		}{
			{1, 2, wid + ` modified text:"should">"shall"`},
			{2, 1, wid + ` modified text:"shall">"should"`},
			{3, 4, ""},
			{2, 2, ""},
			{2, 3, `art-1-par-1 split; art-1-par-2_2 split; art-1-par-2 renumbered number:"2">"3"; ` + wid + ` renumbered number:"1">"7"`},
		} {
			c, err := k.Service.Compare(t.Context(), models.Actor{}, "town", "charter", consult.Which{Number: is.a}, consult.Which{Number: is.b})
			testkit.Must(t, err)
			if diff := cmp.Diff(tell(c.Provisions), is.want); diff != "" {
				t.Errorf("%d with %d (-got +want):\n%s", is.a, is.b, diff)
			}
			if c.Old.Version.Number != is.a || c.New.Version.Number != is.b || c.New.Text.Language != "en" || len(c.New.Numbers) != 4 {
				t.Errorf("%d with %d: %+v, %+v", is.a, is.b, c.Old.Version, c.New.Version)
			}
		}
	})
}

func TestCompare_whatIsNotPublishedIsForStaff(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		town, _ := versions(t, k)
		working, four := consult.Which{Working: true}, consult.Which{Number: 4}
		for _, who := range []string{"", "ana", "facilitator"} {
			for _, sides := range [][2]consult.Which{{working, four}, {four, working}, {{Number: 1}, {Number: 9}}} {
				_, err := k.Service.Compare(t.Context(), town.Actor(who), "town", "charter", sides[0], sides[1])
				wantFault(t, err, fault.NotFound, "version_not_found")
			}
			_, err := k.Service.Blame(t.Context(), town.Actor(who), "town", "charter", working, "art-1")
			wantFault(t, err, fault.NotFound, "version_not_found")
			all, err := k.Service.Versions(t.Context(), town.Actor(who), "town", "charter")
			testkit.Must(t, err)
			if len(all.Items) != 4 || all.Items[0].Number != 4 || all.Items[0].PublishedAt == nil || len(all.Text(all.Items[0]).SHA256) != 64 {
				t.Errorf("%q sees %+v", who, all.Items)
			}
			if n := len(all.Items[3].Texts); n != 2 {
				t.Errorf("version 1 is there in %d languages, want 2", n)
			}
		}
		c, err := k.Service.Compare(t.Context(), town.Actor("observer"), "town", "charter", four, working)
		testkit.Must(t, err)
		if !strings.Contains(tell(c.Provisions), `text:"shall">"should"`) || c.New.Version.Status != models.Working {
			t.Errorf("%s", tell(c.Provisions))
		}
		all, err := k.Service.Versions(t.Context(), town.Actor("observer"), "town", "charter")
		testkit.Must(t, err)
		if len(all.Items) != 5 || all.Items[4].Status != models.Working {
			t.Errorf("staff see %+v", all.Items)
		}
	})
}

func TestCompare_isInTheAuthoritativeLanguageWhereAVersionHasNoTranslation(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		versions(t, k)
		for asked, want := range map[consult.Which]string{{Number: 1, Language: "fr"}: "fr", {Number: 2, Language: "fr"}: "en", {Number: 2, Language: "zh"}: "en"} {
			c, err := k.Service.Compare(t.Context(), models.Actor{}, "town", "charter", consult.Which{Number: 1}, asked)
			testkit.Must(t, err)
			if c.Old.Text.Language != want || c.New.Text.Language != want || c.New.Asked != asked.Language {
				t.Errorf("%+v is in %s and %s, and says it was asked for in %s", asked, c.Old.Text.Language, c.New.Text.Language, c.New.Asked)
			}
		}
	})
}

func TestBlame_givesTheVersionsInWhichTheWordsChanged(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c, wid := versions(t, k)
		drafter := c.Actor("drafter")
		for about, is := range map[string]struct {
			w    consult.Which
			wid  string
			want []string
		}{
			"renumbered and modified": {consult.Which{Number: 4}, wid, []string{
				"3 since 2: " + wid + ` renumbered number:"1">"7"`,
				"2 since 1: " + wid + ` modified text:"should">"shall"`,
				"1 since 0: " + wid + ` inserted text:"">"Systems should use open standards wherever suitable ones exist."`,
			}},
			"as it was before": {consult.Which{Number: 1}, wid, []string{
				"1 since 0: " + wid + ` inserted text:"">"Systems should use open standards wherever suitable ones exist."`,
			}},
			"split off": {consult.Which{Number: 4}, "art-1-par-2_2", []string{
				"3 since 2: art-1-par-2_2 split",
				`1 since 0: art-1-par-1 inserted text:"">"Signatories shall publish what they build. What they build shall be open."`,
			}},
			"never changed": {consult.Which{Number: 3}, "preamble-par-1", []string{
				`1 since 0: preamble-par-1 inserted text:"">"Openness alone is not enough."`,
			}},
			"working": {consult.Which{Working: true}, wid, []string{
				"0 since 4: " + wid + ` modified number:"7">"1" text:"shall">"should"`,
				"3 since 2: " + wid + ` renumbered number:"1">"7"`,
				"2 since 1: " + wid + ` modified text:"should">"shall"`,
				"1 since 0: " + wid + ` inserted text:"">"Systems should use open standards wherever suitable ones exist."`,
			}},
		} {
			trail, err := k.Service.Blame(t.Context(), drafter, "town", "charter", is.w, is.wid)
			testkit.Must(t, err)
			var got []string
			for _, s := range trail.Steps {
				got = append(got, fmt.Sprintf("%d since %d: %s", s.New.Version.Number, s.Old.Version.Number, tell(s.Provisions)))
			}
			if diff := cmp.Diff(got, is.want); diff != "" {
				t.Errorf("%s (-got +want):\n%s", about, diff)
			}
		}
		_, err := k.Service.Blame(t.Context(), drafter, "town", "charter", consult.Which{Number: 1}, "art-1-par-2_2")
		wantFault(t, err, fault.NotFound, "provision_not_found")
	})
}
