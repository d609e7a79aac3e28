package handlers_test

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// grades are those of the pledge on the stage.
func (s staged) grades(t testing.TB) []models.PledgeGrade {
	t.Helper()
	all, err := s.Consult().PledgeGrades(t.Context(), s.system().Actor, "town", s.params["pledge"])
	testkit.Must(t, err)
	return all
}

// graded has a grade of the pledge on the stage wait for its answer, and gives its number.
func (s staged) graded(t testing.TB) string {
	t.Helper()
	all := s.grades(t)
	if len(all) == 0 || all[0].Public() {
		_, err := s.Consult().GradePledge(t.Context(), s.system(), "town", s.params["pledge"], consult.NewGrade{Grade: "limited", Reasons: "Four are open."})
		testkit.Must(t, err)
		all = s.grades(t)
	}
	return strconv.Itoa(all[0].Number)
}

// gradable has no grade of the pledge on the stage wait for its answer.
func (s staged) gradable(t testing.TB) {
	t.Helper()
	if all := s.grades(t); len(all) > 0 && !all[0].Public() {
		_, err := s.Consult().AnswerGrade(t.Context(), s.system(), "town", s.params["pledge"], all[0].Number, consult.GradeAnswer{Nothing: true})
		testkit.Must(t, err)
	}
}

// publicOf are the addresses at which somebody without a role reads of a pledge.
func publicOf(ref string) []string {
	const c, api = "/c/town", "/api/v1/consultations/town"
	return []string{
		c, c + "/pledges", c + "/pledges/" + ref, c + "/log", "/organisations/lake", api + "/pledges", api + "/pledges/" + ref,
		api + "/pledges/" + ref + "/grades", api + "/log", api + "/log/entries", "/api/v1/organisations/lake",
	}
}

// pledgedTown is a town with a public pledge, and one browser for each who reads it.
func pledgedTown(t *testing.T, s *site) (*story.Consultation, string, map[string]*browser) {
	t.Helper()
	tale := story.New(t.Context(), s.Consult(), s.Consult().Now, func(err error) { t.Helper(); testkit.Must(t, err) })
	c := tale.Consultation("town", story.Pledging())
	c.Draft("charter", charter)
	read := map[string]*browser{"nobody": s.browser(t), "participant": s.person(t, "participant@example.org", ""), "pledger": s.person(t, "pledger@example.org", "")}
	for _, role := range []string{"reviewer", "organiser", "observer", "drafter"} {
		read[role] = s.person(t, role+"@example.org", "town", role)
	}
	tale.Organisation(consult.NewOrganisation{Slug: "lake", Name: "Ministry of the Lake", Country: "KE", StakeholderType: "government"}, "pledger@example.org")
	return c, c.Pledge("", "lake").Ref, read
}

// sees tells who of them sees that, on the page of the pledge.
func sees(read map[string]*browser, ref, that string) string {
	var out []string
	for who, b := range read {
		if p := b.get("/c/town/pledges/" + ref).want(200); strings.Contains(html.UnescapeString(p.body), that) {
			out = append(out, who)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestGrades_areSeenByFewUntilTheyAreAnsweredOrFourteenDaysOld(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		_, ref, read := pledgedTown(t, s)
		testkit.Must(t, s.Consult().Sequence(t.Context(), "the test"))
		before := map[string]page{}
		for _, path := range publicOf(ref) {
			before[path] = read["nobody"].get(path).want(200)
		}
		const few, all = "pledger reviewer", "drafter nobody observer organiser participant pledger reviewer"
		at := "/c/town/pledges/" + ref + "/grade"
		for round, answer := range []string{"Six are open since June.", "", "late"} {
			reasons := fmt.Sprintf("Reasons of round %d.", round)
			read["reviewer"].get("/c/town/manage/grading").want(200).shows("Publish the source code of twenty public registries")
			read["reviewer"].submit(at, url.Values{"grade": {"limited"}, "reasons": {reasons}}).want(303)
			testkit.Must(t, s.Consult().Periodic(t.Context()))
			testkit.Must(t, s.Consult().Sequence(t.Context(), "the test"))
			if got := sees(read, ref, reasons); got != few {
				t.Errorf("before the answer: %s", got)
			}
			for _, path := range publicOf(ref) {
				// The page of the log has a form, which has a key of its own each time.
				if p := read["nobody"].get(path).want(200); round == 0 && path != "/c/town/log" && (p.body != before[path].body || p.header.Get("ETag") != before[path].header.Get("ETag")) {
					t.Errorf("%s is another once there is a grade that is not public", path)
				} else {
					p.hides(reasons)
				}
			}
			read["reviewer"].get(at).want(409)
			switch answer {
			case "":
				read["pledger"].submit(at+"/answer", url.Values{"nothing": {"true"}}).want(303)
			case "late":
				s.pass(14*24*time.Hour - time.Hour)
				testkit.Must(t, s.Consult().Periodic(t.Context()))
				if got := sees(map[string]*browser{"nobody": read["nobody"]}, ref, reasons); got != "" {
					t.Errorf("an hour before: %s", got)
				}
				s.pass(time.Hour)
				testkit.Must(t, s.Consult().Periodic(t.Context()))
			default:
				read["pledger"].submit(at+"/answer", url.Values{"answer": {answer}}).want(303)
				if got := sees(read, ref, answer); got != all {
					t.Errorf("the answer: %s", got)
				}
			}
			read["nobody"].get("/c/town/pledges/"+ref).want(200).shows(reasons, "Limited")
			if answer != "late" { // the sessions of the others are over by then
				if got := sees(read, ref, reasons); got != all {
					t.Errorf("after the answer: %s", got)
				}
			}
		}
		testkit.Must(t, s.Consult().Sequence(t.Context(), "the test"))
		read["nobody"].get("/c/town/log").want(200).shows("A grade of a pledge became public")
	})
}

func TestGradeForm_keepsWhatWasTypedAndTellsWhatIsMissing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		c, ref, read := pledgedTown(t, s)
		at := "/c/town/pledges/" + ref + "/grade"
		reviewer, pledger := read["reviewer"], read["pledger"]
		reviewer.submit(at, url.Values{"reasons": {"Four are open."}}).want(422).shows("Four are open.", "Fill this in.")
		form := reviewer.get(at).want(200)
		_, typed := form.form()
		c.Grade("", ref, models.Limited, "Quicker.")
		c.AnswerGrade("", ref, 1, "")
		typed.Set("grade", "complete")
		typed.Set("reasons", "All are open.")
		typed.Set("version", "2")
		reviewer.post(at, typed).want(412).shows("Somebody changed this meanwhile", "All are open.", "Quicker.")
		if _, now := reviewer.get(at).want(200).form(); now.Get("version") != "1" {
			t.Errorf("the form is about version %q", now.Get("version"))
		}
		typed.Set("version", "1")
		c.Grade("", ref, models.Substantial, "Quicker again.")
		typed.Set("idempotency_key", uuid.NewString())
		reviewer.post(at, typed).want(409).shows("The grade before is not public yet", "All are open.").hides("Quicker again.")
		late := pledger.get(at + "/answer").want(200)
		c.AnswerGrade("", ref, 2, "")
		_, said := late.form()
		said.Set("answer", "We are faster than you.")
		pledger.post(at+"/answer", said).want(409).shows("This grade was answered already", "We are faster than you.")
		reviewer.submit(at, url.Values{"grade": {"complete"}, "reasons": {"All are open."}}).want(303)
		pledger.submit(at+"/answer", url.Values{"answer": {" "}}).want(422).shows("Fill this in.")
		pledger.submit(at+"/answer", url.Values{"answer": {"Thanks."}, "nothing": {"true"}}).want(422).shows("Thanks.", "not both")
		pledger.get("/c/town/pledges/" + ref).want(200).shows("Answer the grade")
		reviewer.get("/c/town/pledges/"+ref).want(200).hides("Answer the grade", "Grade this pledge")
		pledger.submit(at+"/answer", url.Values{"nothing": {"true"}}).want(303)
		pledger.get(at + "/answer").want(404)
		reviewer.get("/c/town/manage/grading?show=due").want(200)
		reviewer.get("/c/town/manage/grading?show=x").want(400)
	})
}
