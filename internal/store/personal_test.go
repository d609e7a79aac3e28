package store_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"travaux/internal/store"
	"travaux/internal/testkit"
)

// aboutPeople are the names of columns that say who somebody is.
var aboutPeople = regexp.MustCompile(`^(person_id|email|email_key|recipient_hash|.*_by|by_person_id)$`)

// Whoever adds a table about people says what of it is shown to them, and what becomes of it when they go.
func TestPersonal_everyTableAboutPeopleIsCovered(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		covered := store.PersonalTables()
		for column := range columns(t, k, k.SQL(t)) {
			table, name, _ := strings.Cut(column, ".")
			if column == "erasures.asked_by" { // a word: author, retention
				continue
			}
			if aboutPeople.MatchString(name) && !slices.Contains(covered, table) {
				t.Errorf("%s.%s says who somebody is: %s needs a row in personals", table, name, table)
			}
		}
		for _, table := range covered {
			if !slices.Contains(k.Tables(t, k.SQL(t)), table) {
				t.Errorf("personals has a row for %s, which is not there", table)
			}
		}
	})
}

// What is shown to people of a table is in it, and never a secret.
func TestPersonal_showsColumnsThatAreThere(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		if _, err := k.Store.Kept(t.Context(), store.Of{PersonID: 1, Address: "a@example.org", Recipient: "x"}); err != nil {
			t.Error(err)
		}
		testkit.Must(t, k.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.ForgetPerson(ctx, store.Of{PersonID: 1, Address: "a@example.org", Recipient: "x"})
		}))
		for _, shown := range store.PersonalColumns() {
			for _, secret := range []string{"hash", "secret", "record", "handle", "payload", "sealed", "browser", "code"} {
				if strings.Contains(shown, secret) {
					t.Errorf("of %q, %s is a secret", shown, secret)
				}
			}
		}
	})
}
