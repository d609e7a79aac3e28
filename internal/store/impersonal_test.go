package store_test

import (
	"slices"
	"strings"
	"testing"

	"travaux/internal/store"
	"travaux/internal/testkit"
)

// impersonal are the tables without a row of their own among the personal ones, each with the reason.
var impersonal = map[string]string{
	"consultations": "of the institution", "phases": "of the consultation", "partner_organisations": "of the consultation",
	"documents": "of the consultation", "document_files": "of the consultation", "notices": "of the consultation",
	"drafts": "of the consultation", "versions": "of the consultation", "version_texts": "of the consultation",
	"provisions": "of the consultation", "translation_bases": "of the consultation", "carryings": "of the consultation", "events": "of the consultation", "guards": "of the consultation",
	"comments": "shown and erased one by one, by comment_authors", "comment_texts": "as comments",
	"consents": "shown with their comments; they name nobody", "erasures": "that something is gone, not whose it was",
	"comment_marks": "go with the personal part of their comment", "comment_search": "goes with the text",
	"voices": "keyed; the key is changed when the person goes", "cells": "counts",
	"ceremonies": "sealed, ten minutes, keyed by a secret of the browser", "done_requests": "hashes of requests, seven days",
	"signing_terms": "of the consultation", "signing_openings": "of the consultation", "signature_preparations": "of the organisation",
	"organisation_names": "of the organisation", "organisation_logos": "of the organisation",
	"interests": "of the organisation; who wrote is in interest_contacts", "interest_settings": "of the consultation",
	"pledge_report_files": "of the report; who sent them is in pledge_reports", "pledge_reminders": "of the pledge",
	"log_entries": "salted commitments; they say nothing once the salt is gone", "log_nodes": "hashes", "log_checkpoints": "hashes",
	"log_state": "numbers", "log_keys": "of the installation", "leases": "of the instances",
	"heartbeats": "of the instances", "outages": "of the instances",
	"limit_counts": "hashes under a key that is gone after 48 hours", "day_keys": "random", "proofs": "random, ten minutes",
}

func TestSchema_everyTableIsShownToPeopleOrSaysWhyNot(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		personal := store.PersonalTables()
		tables := k.Tables(t, k.SQL(t))
		for _, name := range tables {
			if slices.Contains(personal, name) == (impersonal[name] != "") {
				t.Errorf("%s has to be among the personal tables, or to say why not, and not both", name)
			}
		}
		for name := range impersonal {
			if !slices.Contains(tables, name) && !strings.HasPrefix(name, "comment_search") {
				t.Errorf("%s is no table", name)
			}
		}
	})
}
