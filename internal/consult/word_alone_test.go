package consult_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/testkit"
)

// Who waits until another Word file is read waits no longer than their request lasts, and the next one gets its turn.
func TestWord_isReadAloneAndNobodyWaitsAfterTheirRequest(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		doc := d.wentOut("en")
		rewriteWord(t, doc, "shall publish", "must publish", "Ana")
		file := asFile(t, doc)
		ref := d.comesBack(doc)
		seen := d.word(ref)
		done, err := k.Service.ReadAlone(t.Context())
		testkit.Must(t, err)
		for what, read := range map[string]func(ctx context.Context) error{
			"a file that comes back": func(ctx context.Context) error {
				_, err := k.Service.BeginWord(ctx, d.Call(d.who), "town", "charter", consult.NewWord{File: file})
				return err
			},
			"one that came back": func(ctx context.Context) error {
				_, err := k.Service.WordReturn(ctx, d.Actor(d.who), "town", "charter", ref)
				return err
			},
			"one that is decided about": func(ctx context.Context) error {
				return k.Service.DecideWord(ctx, d.Call(d.who), "town", "charter", ref, consult.WordDecision{Revision: seen.Revision, All: "taken"})
			},
			"one that is brought onto the text": func(ctx context.Context) error {
				_, err := k.Service.ApplyWord(ctx, d.Call(d.who), "town", "charter", ref, consult.WordApplication{Revision: seen.Revision, State: seen.State})
				return err
			},
			"one that is imported": func(ctx context.Context) error {
				_, err := k.Service.BeginImport(ctx, k.Stepped(d.Actor(d.who)), "town", consult.NewImport{Slug: "rules", Title: "Rules", NewVersion: consult.NewVersion{File: file, Language: "en"}})
				return err
			},
		} {
			ctx, end := context.WithTimeout(t.Context(), 200*time.Millisecond)
			if err := read(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s, while another one is read: %v", what, err)
			}
			end()
		}
		done()
		if _, err := d.apply(ref); err != nil {
			t.Errorf("when it is read: %v", err)
		}
		if len(d.word(ref).Changes) != 1 {
			t.Error("nobody can read any more")
		}
	})
}

// What translators do has no part in the text that a file was made of.
func TestWord_isBroughtOntoTheTextWhileItIsTranslated(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		translates := desk{d.Consultation, t, "translator"}
		half := consult.NewEdit{Act: "change", Language: "fr", WID: "art-2-par-1", Kind: "paragraph", Number: "1", Content: "Les", Auto: true}
		translates.do(half)
		doc := d.wentOut("en")
		rewriteWord(t, doc, "shall publish", "must publish", "Ana")
		ref := d.comesBack(doc)
		d.decide(ref, consult.WordDecision{All: "taken"})
		seen := d.word(ref)
		half.Content = "Les systèmes"
		translates.do(half)
		n, err := k.Service.ApplyWord(t.Context(), d.Call(d.who), "town", "charter", ref, consult.WordApplication{Revision: seen.Revision, State: seen.State})
		if n != 1 || err != nil {
			t.Errorf("%d acts, %v", n, err)
		}
	})
}

// What a provision said when the file went out is known, though a translator wrote on and on meanwhile.
func TestWord_whatIsNotTrackedIsToldWhileItIsTranslated(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		translates := desk{d.Consultation, t, "translator"}
		half := consult.NewEdit{Act: "change", Language: "fr", WID: "art-2-par-1", Kind: "paragraph", Number: "1", Content: "Les", Auto: true}
		translates.do(half)
		doc := d.wentOut("en")
		half.Content = "Les systèmes"
		translates.do(half)
		rewriteWord(t, doc, "shall publish", "must publish", "")
		d.words("art-1-par-1", "Signatories may publish.")
		if v := d.word(d.comesBack(doc)); len(v.Untracked) != 1 {
			t.Errorf("untracked: %+v", v.Untracked)
		}
	})
}

// Whatever becomes of a kept file while it is read, the next one gets its turn.
func TestWord_thatPanicsOrFailsWhileItIsReadHoldsUpNoOther(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		func() {
			defer func() { _ = recover() }()
			_, _ = k.Service.Alone(t.Context(), func() error { panic("a file that nobody foresaw") })
		}()
		for _, want := range []error{errors.ErrUnsupported, nil} {
			ctx, end := context.WithTimeout(t.Context(), 5*time.Second)
			done, err := k.Service.Alone(ctx, func() error { return want })
			if !errors.Is(err, want) || (done == nil) != (want != nil) {
				t.Fatalf("the next one: %v, want %v", err, want)
			}
			end()
		}
	})
}
