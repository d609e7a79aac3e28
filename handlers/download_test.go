package handlers_test

import (
	"strings"
	"testing"

	"travaux/internal/consult"
)

// filed is a site with a published text, in French too, and a working version.
func filed(t *testing.T, s *site) *browser {
	t.Helper()
	staff := manager(t, s)
	for _, do := range []func() error{
		func() error {
			draft := consult.NewDraft{Slug: "charter", Title: "Charter", Language: "en"}
			_, _, err := s.Consult().StartDraft(t.Context(), s.system(), "town", draft, consult.NewVersion{Content: "# Charter\n\n## Article 1 <script>alert(1)</script>Doors\n\nThey stay open."})
			return err
		},
		func() error {
			_, _, err := s.Consult().ImportVersion(t.Context(), s.system(), "town", "charter", consult.NewVersion{Language: "fr", Content: "# Charte\n\n## Article 1 Portes\n\nElles restent ouvertes."})
			return err
		},
		func() error {
			_, err := s.Consult().PublishVersion(t.Context(), s.system(), "town", "charter", consult.NewPublication{})
			return err
		},
		func() error {
			_, err := s.Consult().OpenWorking(t.Context(), s.system(), "town", "charter", consult.NewWorking{})
			return err
		},
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	return staff
}

func TestDownload_isLinkedWhereTheTextIsReadAndSavedNotShown(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		filed(t, s)
		b := s.browser(t)
		page := b.get("/c/town/drafts/charter?text=fr").want(200)
		for format, is := range map[string]struct{ name, kind, says string }{
			"docx":     {"charter-v1-fr.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK"},
			"akn":      {"charter-v1-fr.akn.xml", "application/akn+xml", "Elles restent ouvertes."},
			"markdown": {"charter-v1-fr.md", "text/markdown; charset=utf-8", "## Article 1 – Portes"},
			"html":     {"charter-v1-fr.html", "text/html; charset=utf-8", `<html lang="fr" dir="ltr">`},
			"text":     {"charter-v1-fr.txt", "text/plain; charset=utf-8", "Le texte en anglais fait foi"},
		} {
			path := "/c/town/drafts/charter/v/1/download/" + format + "?text=fr"
			if !strings.Contains(page.body, `href="`+path+`"`) {
				t.Errorf("the reader has no link to %s", path)
			}
			got := b.get(path).want(200)
			for name, want := range map[string]string{
				"Content-Type": is.kind, "Content-Disposition": "attachment; filename=" + is.name, "Cache-Control": "no-cache",
				"Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
			} {
				if got.header.Get(name) != want {
					t.Errorf("%s: %s is %q, want %q", path, name, got.header.Get(name), want)
				}
			}
			if !strings.Contains(got.body, is.says) || strings.Contains(got.body, "<script") || got.header.Get("ETag") != b.get(path).header.Get("ETag") {
				t.Errorf("%s: %q\n%.2000s", path, got.header.Get("ETag"), got.body)
			}
		}
		if got := b.get("/c/town/drafts/charter/v/1/download/text").want(200).body; !strings.Contains(got, "They stay open.") {
			t.Errorf("without a language: %s", got)
		}
		for _, missing := range []string{"v/1/download/pdf", "v/1/download/text?text=ru", "v/2/download/text", "v/0/download/text", "v/x/download/text"} {
			b.get("/c/town/drafts/charter/" + missing).want(404)
		}
	})
}

func TestDownload_ofTheWorkingVersionIsForStaff(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		staff := filed(t, s)
		path := "/c/town/drafts/charter/working/download/docx"
		if page := staff.get("/c/town/drafts/charter/working").want(200); !strings.Contains(page.body, `href="`+path+`"`) {
			t.Error("the page of the working version has no link to its files")
		}
		got := staff.get(path).want(200)
		if got.header.Get("Content-Disposition") != "attachment; filename=charter-working-en.docx" || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("got %v", got.header)
		}
		s.person(t, "somebody@example.org", "").get(path).want(404)
		s.browser(t).get(path).want(303)
	})
}

func TestDownloadRedline_isLinkedWhereVersionsAreCompared(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		staff := filed(t, s)
		b := s.browser(t)
		page := b.get("/c/town/drafts/charter/compare/1/1?text=fr").want(200)
		for format, kind := range map[string]string{
			"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "html": "text/html; charset=utf-8",
		} {
			path := "/c/town/drafts/charter/compare/1/1/download/" + format + "?text=fr"
			if !strings.Contains(page.body, `href="`+path+`"`) {
				t.Errorf("the page has no link to %s", path)
			}
			got := b.get(path).want(200)
			if got.header.Get("Content-Type") != kind || got.header.Get("Content-Disposition") != "attachment; filename=charter-v1-v1-fr."+format ||
				!strings.HasPrefix(got.header.Get("Content-Security-Policy"), "sandbox;") || strings.Contains(got.body, "<script") {
				t.Errorf("%s: %v", path, got.header)
			}
		}
		for _, missing := range []string{"1/1/download/akn", "1/2/download/html", "1/working/download/html", "1/1/download/html?text=ru"} {
			b.get("/c/town/drafts/charter/compare/" + missing).want(404)
		}
		staff.get("/c/town/drafts/charter/compare/1/working/download/docx").want(200)
	})
}
