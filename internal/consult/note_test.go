package consult_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/testkit"
	"travaux/models"
)

// note keeps a note of somebody on a provision of the charter.
func (d desk) note(who, wid, body string) models.NoteView {
	d.t.Helper()
	n, err := d.Service.AddNote(d.t.Context(), d.Call(who), "town", "charter", consult.NewNote{WID: wid, Body: body})
	testkit.Must(d.t, err)
	return n
}

func (d desk) notes(f models.NoteFilter) []models.NoteView {
	d.t.Helper()
	list, err := d.Service.Notes(d.t.Context(), d.Actor("drafter"), "town", "charter", f)
	testkit.Must(d.t, err)
	return list.Items
}

// bodies are what notes say, in their order.
func bodies(list []models.NoteView) (out []string) {
	for _, n := range list {
		out = append(out, n.Body)
	}
	return out
}

func TestAddNote_isThereForThoseWhoWorkOnTheTextAndForObservers(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		wid := d.text("en").Provisions[1].WID
		kept := d.note("translator", wid, "Is “alone” the right word?")
		if kept.Name != "translator" || !kept.Mine || kept.FromFile || kept.Language != "en" || !kept.CreatedAt.Equal(k.Clock.Now()) {
			t.Errorf("%+v", kept)
		}
		reads := map[string]bool{"organiser": true, "drafter": true, "translator": true, "observer": true}
		for _, who := range []string{"organiser", "drafter", "translator", "observer", "moderator", "facilitator", "ana"} {
			list, err := k.Service.Notes(t.Context(), d.Actor(who), "town", "charter", models.NoteFilter{WID: &wid})
			if reads[who] && (err != nil || len(list.Items) != 1 || list.Items[0].Mine != (who == "translator")) {
				t.Errorf("%s reads %+v, %v", who, list, err)
			}
			_, wrote := k.Service.AddNote(t.Context(), d.Call(who), "town", "charter", consult.NewNote{Body: "x"})
			switch {
			case !reads[who]:
				wantFault(t, err, fault.NotFound, "note_not_found")
				wantFault(t, wrote, fault.NotFound, "note_not_found")
			case who == "observer":
				wantFault(t, wrote, fault.Forbidden, "forbidden")
			default:
				testkit.Must(t, wrote)
			}
		}
		_, err := k.Service.Notes(t.Context(), models.Actor{}, "town", "charter", models.NoteFilter{})
		wantFault(t, err, fault.SignIn, "sign_in")
	})
}

func TestAddNote_isOnWhatIsInTheText(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		wid := d.text("en").Provisions[1].WID
		for field, in := range map[string]consult.NewNote{
			"body":     {WID: wid, Body: " \n"},
			"wid":      {WID: "nowhere", Body: "x"},
			"exact":    {WID: wid, Body: "x", Exact: "words of another provision"},
			"language": {WID: wid, Body: "x", Language: "ru"},
		} {
			_, err := k.Service.AddNote(t.Context(), d.Call("drafter"), "town", "charter", in)
			code := map[string]string{"body": "blank", "exact": "not_in_text"}[field]
			if code == "" {
				code = "not_found"
			}
			wantField(t, err, field, code)
		}
		n, err := k.Service.AddNote(t.Context(), d.Call("drafter"), "town", "charter", consult.NewNote{WID: wid, Body: "x", Exact: "alone is not"})
		if err != nil || n.Exact != "alone is not" {
			t.Errorf("%+v, %v", n, err)
		}
		if _, err := k.Service.AddNote(t.Context(), d.Call("drafter"), "town", "charter", consult.NewNote{Body: "of the whole text"}); err != nil {
			t.Error(err)
		}
	})
}

func TestSettleNote_isTakenBackAndDeletedByItsWriterAlone(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		wid := d.text("en").Provisions[1].WID
		n := d.note("drafter", wid, "first")
		d.note("drafter", wid, "second")
		settle := func(on bool) models.NoteView {
			out, err := k.Service.SettleNote(t.Context(), d.Call("organiser"), "town", "charter", n.Ref, consult.Settled{Settled: on})
			testkit.Must(t, err)
			return out
		}
		if out := settle(true); out.SettledAt == nil || *out.SettledBy != d.Actor("organiser").PersonID {
			t.Errorf("%+v", out)
		}
		if got := bodies(d.notes(models.NoteFilter{Open: true})); !slices.Equal(got, []string{"second"}) {
			t.Errorf("open: %q", got)
		}
		if out := settle(false); out.SettledAt != nil || out.SettledBy != nil {
			t.Errorf("%+v", out)
		}
		wantFault(t, k.Service.DeleteNote(t.Context(), d.Call("organiser"), "town", "charter", n.Ref), fault.Forbidden, "forbidden")
		testkit.Must(t, k.Service.DeleteNote(t.Context(), d.Call("drafter"), "town", "charter", n.Ref))
		wantFault(t, k.Service.DeleteNote(t.Context(), d.Call("drafter"), "town", "charter", n.Ref), fault.NotFound, "note_not_found")
		if got := bodies(d.notes(models.NoteFilter{})); !slices.Equal(got, []string{"second"}) {
			t.Errorf("left: %q", got)
		}
	})
}

// A note stays with its provision: after publication, and in the next working version.
func TestNotes_areFoundAgainInTheNextVersion(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		p := d.text("en").Provisions[1]
		d.do(consult.NewEdit{Act: "change", WID: p.WID, Kind: string(p.Kind), Number: p.Number, Content: "Openness is not enough."})
		d.note("drafter", p.WID, "before publication")
		_, err := k.Service.PublishVersion(t.Context(), d.Call("organiser"), "town", "charter", consult.NewPublication{Reason: "ready"})
		testkit.Must(t, err)
		d.note("drafter", p.WID, "of what is published")
		_, err = k.Service.OpenWorking(t.Context(), d.Call("drafter"), "town", "charter", consult.NewWorking{})
		testkit.Must(t, err)
		testkit.Must(t, k.Service.DiscardWorking(t.Context(), k.Stepped(d.Actor("drafter")), "town", "charter"))
		if got := bodies(d.notes(models.NoteFilter{WID: &p.WID})); !slices.Equal(got, []string{"of what is published", "before publication"}) {
			t.Errorf("%q", got)
		}
		first, err := k.Service.Notes(t.Context(), d.Actor("drafter"), "town", "charter", models.NoteFilter{Limit: 1})
		testkit.Must(t, err)
		second, err := k.Service.Notes(t.Context(), d.Actor("drafter"), "town", "charter", models.NoteFilter{Limit: 1, Cursor: first.Next})
		testkit.Must(t, err)
		if first.Items[0].Body != "of what is published" || second.Items[0].Body != "before publication" || second.Next != "" {
			t.Errorf("%+v %+v", first, second)
		}
	})
}

func TestBringNotes_whatWentOutAndCameBackIsKeptOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		r := d.text("en")
		wid, other := r.Provisions[1].WID, r.Provisions[3].WID
		mine := d.note("drafter", wid, "Two words.\nAnd a line.")
		_, err := k.Service.SettleNote(t.Context(), d.Call("drafter"), "town", "charter", mine.Ref, consult.Settled{Settled: true})
		testkit.Must(t, err)
		from := func(wid, exact, author, body string) models.Note {
			return models.Note{WID: wid, Language: "en", Exact: exact, AuthorName: author, Body: body, CreatedAt: k.Clock.Now().Add(-24 * time.Hour)}
		}
		bring := func(want int, all ...models.Note) {
			t.Helper()
			k.Clock.Add(time.Minute)
			if fresh, err := k.Service.BringNotes(t.Context(), d.Call("organiser"), r.Draft, all); err != nil || fresh != want {
				t.Errorf("%d are new, %v, want %d", fresh, err, want)
			}
		}
		typo, same := from(wid, "alone", "R. Reader", "typo"), from(wid, "enough", "R. Reader", "typo")
		bring(2, typo, same, from(wid, "", "drafter", "Two words. And  a line."))
		bring(0, typo, same)
		typo.WID, typo.Exact = other, "" // the text moved on
		bring(0, same, typo)
		bring(2, same, typo, typo, from(wid, "alone", "S. Else", "typo"))
		renamed := from(wid, "", "Author", mine.Body)
		renamed.CreatedAt = mine.CreatedAt
		bring(0, renamed)
		for _, n := range d.notes(models.NoteFilter{Open: true}) {
			if !n.FromFile || n.Name == "" || n.Mine || n.SettledAt != nil {
				t.Errorf("%+v", n)
			}
		}
	})
}

// What somebody wrote goes, also what came back from a file in their name; what others wrote stays, and no longer says
// that they brought or settled it.
func TestEraseMe_takesNotesAndTheirName(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		eva := d.Add("eva", consult.NewPerson{Name: "Eva Quillfeather", Consultation: "town", Roles: []string{"drafter"}})
		r := d.text("en")
		wid := r.Provisions[1].WID
		d.note("eva", wid, "Quillfeather's doubt")
		kept := d.note("drafter", wid, "a doubt of somebody else")
		_, err := k.Service.SettleNote(t.Context(), k.Call(eva), "town", "charter", kept.Ref, consult.Settled{Settled: true})
		testkit.Must(t, err)
		name := "Eva Quillfeather"
		from := func(author, body string) models.Note {
			return models.Note{WID: wid, Language: "en", AuthorName: author, Body: body}
		}
		_, err = k.Service.BringNotes(t.Context(), k.Call(eva), r.Draft, []models.Note{from(name, "Quillfeather in a file"), from("R. Reader", "of a reader")})
		testkit.Must(t, err)
		_, err = k.Service.BringNotes(t.Context(), d.Call("organiser"), r.Draft, []models.Note{from(name, "brought by another")})
		testkit.Must(t, err)
		mine, err := k.Service.MyData(t.Context(), eva)
		testkit.Must(t, err)
		at := slices.IndexFunc(mine.Kept, func(table models.KeptTable) bool { return table.Name == "notes" })
		if at < 0 || len(mine.Kept[at].Rows) != 2 {
			t.Errorf("shown as hers: %+v", mine.Kept)
		}
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(eva), consult.EraseMe{Comments: "keep"}))
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		wantGone(t, k, "Quillfeather")
		left := d.notes(models.NoteFilter{})
		if got := bodies(left); !slices.Equal(got, []string{"brought by another", "of a reader", "a doubt of somebody else"}) {
			t.Errorf("left: %q", got)
		}
		if left[0].Name != "" || !left[0].FromFile || left[1].PersonID != nil || left[2].SettledAt == nil || left[2].SettledBy != nil {
			t.Errorf("%+v", left)
		}
	})
}

// The public log says nothing of notes.
func TestAddNote_isNoEntryOfThePublicLog(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		before := k.Count(t, "log_entries", "true")
		n := d.note("drafter", "", "between us")
		_, err := k.Service.SettleNote(t.Context(), d.Call("drafter"), "town", "charter", n.Ref, consult.Settled{Settled: true})
		testkit.Must(t, err)
		testkit.Must(t, k.Service.DeleteNote(t.Context(), d.Call("drafter"), "town", "charter", n.Ref))
		if after := k.Count(t, "log_entries", "true"); after != before {
			t.Errorf("%d entries more", after-before)
		}
	})
}

// Very many notes are listed a page at a time, and a comment of a file that is the oldest of them is not kept again.
func TestNotes_areAllThereHoweverManyTheyAre(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		r := d.text("en")
		brought := make([]models.Note, 5001)
		for i := range brought {
			brought[i] = models.Note{WID: r.Provisions[1].WID, Language: "en", AuthorName: "R. Reader", Body: fmt.Sprint("remark ", i)}
		}
		bring := func(all []models.Note) int {
			t.Helper()
			n, err := k.Service.BringNotes(t.Context(), d.Call("organiser"), r.Draft, all)
			testkit.Must(t, err)
			return n
		}
		bring(brought)
		if n := bring(brought[:1]); n != 0 {
			t.Error("the oldest one is kept twice")
		}
		seen := 0
		for cursor, pages := "", 0; cursor != "" || pages == 0; pages++ {
			list, err := k.Service.Notes(t.Context(), d.Actor("drafter"), "town", "charter", models.NoteFilter{Cursor: cursor})
			testkit.Must(t, err)
			seen, cursor = seen+len(list.Items), list.Next
			if last := list.Items[len(list.Items)-1]; cursor == "" && last.Body != "remark 0" {
				t.Errorf("the oldest one that is listed is %q", last.Body)
			}
		}
		if seen != 5001 {
			t.Errorf("%d notes are listed", seen)
		}
	})
}
