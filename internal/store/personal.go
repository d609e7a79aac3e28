package store

import (
	"context"
	"strings"

	"travaux/models"
)

// Whoever is meant by a row of a personal table.
const (
	byPerson    = "person"    // the person's id
	byAddress   = "address"   // the key of their e-mail address
	byRecipient = "recipient" // what a mail's recipient is kept as
)

// nameOf is what a person is called.
const nameOf = "(SELECT name FROM people WHERE id = ?)"

// metHere keeps to the consultations in which a person has or had a role: anybody can call themselves what they like, and
// whom a file names elsewhere is not them. Whoever is being erased had their roles taken from them, which is remembered.
const metHere = "consultation_id IN (SELECT consultation_id FROM grant_changes WHERE person_id = ?)"

// What words_of says, and a name as it can stand there, with something before and after each of the names, so that no two
// share it and one name is never found within another.
const (
	eachOf  = "(', ' || REPLACE(words_of, ', ', ', , ') || ', ')"
	itsName = "(', ' || REPLACE(" + nameOf + ", ', ', ', , ') || ', ')"
)

// personal is a table that holds something about people. Each has a row here, with what of it people are shown as
// theirs, and what becomes of it when everything about them goes; a test walks the schema for tables without one.
type personal struct {
	table string
	where string   // which rows are a person's
	by    []string // what the places of where are filled with
	own   string   // which of them the person is shown; its place is filled with their id. Empty: all
	show  string   // the columns given to people as their data; never a secret or its hash. Empty: shown elsewhere
	gone  string   // "delete"; or what is set, which can have places too, before those of where; empty: it stays, and says nothing about them without their row
}

var personals = []personal{
	// The row itself stays for what refers to it, with nothing in it; see Tx.EmptyPerson.
	{table: "people", where: "id = ?", by: []string{byPerson}},
	// Comments are shown one by one, and go one by one before all else.
	{table: "comment_authors", where: "person_id = ?", by: []string{byPerson}},
	// Anybody can type an address: what was said under it goes with it, but only who said it signed in is shown it.
	{
		table: "reports", where: "reported_by = ? OR (email_key <> '' AND email_key = ?)", by: []string{byPerson, byAddress}, own: "reported_by = ?",
		show: "kind, body, email, created_at, decision, decided_at", gone: "body = '', email = '', email_key = '', reported_by = NULL",
	},
	{table: "dispositions", where: "person_id = ?", by: []string{byPerson}, show: "outcome, reason, created_at"},
	{table: "grants", where: "person_id = ?", by: []string{byPerson}, show: "role, regions", gone: "delete"},
	{table: "tokens", where: "person_id = ? OR email_key = ?", by: []string{byPerson, byAddress}, show: "kind, created_at, expires_at, used_at", gone: "delete"},
	{table: "sessions", where: "person_id = ?", by: []string{byPerson}, show: "device, created_at, seen_at, expires_at", gone: "delete"},
	{table: "kept_forms", where: "person_id = ?", by: []string{byPerson}, show: "created_at, expires_at", gone: "delete"},
	{table: "api_tokens", where: "person_id = ?", by: []string{byPerson}, show: "created_at, expires_at", gone: "delete"},
	{table: "passkeys", where: "person_id = ?", by: []string{byPerson}, show: "name, created_at, last_used_at", gone: "delete"},
	{table: "passkey_handles", where: "person_id = ?", by: []string{byPerson}, gone: "delete"},
	{table: "mails", where: "person_id = ? OR recipient_hash = ?", by: []string{byPerson, byRecipient}, show: "kind, state, created_at, sent_at", gone: "delete"},
	{table: "mail_preferences", where: "person_id = ?", by: []string{byPerson}, show: "digest, changed_at", gone: "delete"},
	{table: "phase_changes", where: "person_id = ?", by: []string{byPerson}, show: "kind, created_at", gone: "person_id = NULL"},
	{table: "mandates", where: "person_id = ?", by: []string{byPerson}, show: "state, how, title, asked_at, decided_at, ended_at", gone: "title = '', reason = ''"},
	{table: "organisations", where: "created_by = ?", by: []string{byPerson}, show: "slug, name, created_at"},
	// The record keeps what an organisation signed. The name of an officer goes with the person who signed in that name;
	// the log has told of it, see consult.unnameSignatures.
	{
		table: "signatures", where: "signed_by = ?", by: []string{byPerson}, show: "ref, officer_name, officer_title, authority_statement, status, signed_at",
		gone: "signed_by = NULL",
	},
	{table: "signature_letters", where: "uploaded_by = ?", by: []string{byPerson}, show: "file_name, created_at", gone: "delete"},
	// Anybody can type an address; but the remark of a link was written by who holds the address.
	{
		table: "signature_links", where: "email_key <> '' AND email_key = ?", by: []string{byAddress}, show: "kind, name, email, state, remark, created_at, answered_at",
		gone: "name = '', email = '', email_key = '', hash = '', remark = ''",
	},
	{
		table: "signature_revisions", where: "officer_email_key <> '' AND officer_email_key = ?", by: []string{byAddress},
		show: "number, officer_name, officer_title, officer_email, authority_statement, prepared_at",
		gone: "officer_name = '', officer_title = '', officer_email = '', officer_email_key = '', authority_statement = ''",
	},
	{table: "signature_revisions", where: "prepared_by = ?", by: []string{byPerson}, show: "number, prepared_at", gone: "prepared_by = NULL"},
	{table: "signatures", where: "verified_by = ?", by: []string{byPerson}, gone: "verified_by = NULL"},
	{table: "pledges", where: "created_by = ?", by: []string{byPerson}, show: "ref, status, created_at", gone: "created_by = NULL"},
	{table: "pledge_versions", where: "written_by = ?", by: []string{byPerson}, show: "number, title, written_at", gone: "written_by = NULL"},
	{table: "pledge_notes", where: "written_by = ?", by: []string{byPerson}, show: "body, written_at", gone: "written_by = NULL"},
	{table: "pledge_partners", where: "asked_by = ?", by: []string{byPerson}, show: "state, asked_at", gone: "asked_by = NULL"},
	{table: "pledge_partners", where: "decided_by = ?", by: []string{byPerson}, show: "state, decided_at", gone: "decided_by = NULL"},
	{table: "pledge_grades", where: "graded_by = ?", by: []string{byPerson}, show: "grade, reasons, graded_at", gone: "graded_by = NULL"},
	{table: "pledge_grades", where: "answered_by = ?", by: []string{byPerson}, show: "answer, answered_at", gone: "answered_by = NULL"},
	{table: "pledge_reports", where: "reported_by = ?", by: []string{byPerson}, show: "number, measured_on, narrative, reported_at", gone: "reported_by = NULL"},
	{table: "grant_changes", where: "person_id = ?", by: []string{byPerson}, show: "role, regions, change, created_at"},
	{table: "provision_edits", where: "person_id = ?", by: []string{byPerson}, show: "act, language, wid, created_at", gone: "person_id = NULL"},
	// Whose words a file brought in is what the file says: nobody proved to be that person. Who bears just that name is not
	// named any more all the same, since it may well be them.
	{
		table: "provision_edits", where: metHere + " AND words_of <> '' AND " + nameOf + " <> '' AND REPLACE(" + eachOf + ", " + itsName + ", '') <> " + eachOf,
		by: []string{byPerson, byPerson, byPerson, byPerson}, gone: "words_of = TRIM(REPLACE(REPLACE(" + eachOf + ", " + itsName + ", ''), ', , ', ', '), ', ')",
	},
	{table: "placements", where: "placed_by = ?", by: []string{byPerson}, show: "state, wid, placed_at", gone: "placed_by = NULL"},
	{table: "open_edits", where: "person_id = ?", by: []string{byPerson}, show: "language, wid, seen_at", gone: "delete"},
	{table: "text_imports", where: "person_id = ?", by: []string{byPerson}, show: "draft, language, file_name, created_at", gone: "delete"},
	// Those whom a file names are no people of ours; whoever brought it in is.
	{table: "word_returns", where: "person_id = ?", by: []string{byPerson}, show: "file_name, created_at, applied_at", gone: "person_id = NULL"},
	{table: "imported_comments", where: "person_id = ?", by: []string{byPerson}, show: "created_at", gone: "person_id = NULL"},
	{table: "imported_comments", where: metHere + " AND author_name <> '' AND author_name = " + nameOf, by: []string{byPerson, byPerson}, gone: "author_name = ''"},
	// A person's notes go with their words, also those that came back from a file in their name. What a file says in
	// another's name stays, without who brought it in; and no note bears their name any more.
	{
		table: "notes", where: "person_id = ? AND (author_name = " + nameOf + " OR NOT from_file)", by: []string{byPerson, byPerson},
		show: "wid, exact, body, created_at, settled_at", gone: "delete",
	},
	{table: "notes", where: "person_id = ?", by: []string{byPerson}, gone: "person_id = NULL"},
	{table: "notes", where: metHere + " AND author_name <> '' AND author_name = " + nameOf, by: []string{byPerson, byPerson}, gone: "author_name = ''"},
	{table: "notes", where: "settled_by = ?", by: []string{byPerson}, gone: "settled_by = NULL"},
	// Anybody can type an address: it goes with the person, but only who confirmed it is shown what was said under it.
	{
		table: "interest_contacts", where: "person_id = ? OR (email_key <> '' AND email_key = ?)", by: []string{byPerson, byAddress}, own: "person_id = ?",
		show: "name, email, motivation, created_at",
		gone: "person_id = NULL, name = '', email = '', email_key = '', motivation = '', salt = '', confirm_hash = '', invite_hash = ''",
	},
	{table: "interest_notes", where: "person_id = ?", by: []string{byPerson}, show: "body, created_at", gone: "delete"},
	{table: "invitations", where: "invited_by = ?", by: []string{byPerson}, show: "role, created_at, expires_at"},
	{table: "identities", where: "person_id = ?", by: []string{byPerson}, show: "provider, issuer, subject, created_at, last_used_at", gone: "delete"},
}

// Of says who a person is in the tables.
type Of struct {
	PersonID  int64
	Address   string // models.EmailKey
	Recipient string // see byRecipient
}

func (o Of) args(by []string) []any {
	out := make([]any, len(by))
	for i, b := range by {
		switch b {
		case byPerson:
			out[i] = o.PersonID
		case byAddress:
			out[i] = o.Address
		case byRecipient:
			out[i] = o.Recipient
		}
	}
	return out
}

// Kept gives what is kept about a person in the tables that are not shown elsewhere, by table.
func (r Reader) Kept(ctx context.Context, who Of) ([]models.KeptTable, error) {
	var out []models.KeptTable
	for _, p := range personals {
		if p.show == "" {
			continue
		}
		var rows []map[string]any
		where, args := p.where, who.args(p.by)
		if p.own != "" {
			where, args = p.own, []any{who.PersonID}
		}
		if err := r.raw(ctx, &rows, "SELECT "+p.show+" FROM "+p.table+" WHERE "+where+" LIMIT 10000", args...); err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			out = append(out, models.KeptTable{Name: p.table, Columns: strings.Split(p.show, ", "), Rows: rows})
		}
	}
	return out, nil
}

// ForgetPerson deletes or empties everything about a person but their comments and their own row.
func (tx *Tx) ForgetPerson(ctx context.Context, who Of) error {
	for _, p := range personals {
		sql := ""
		switch p.gone {
		case "":
			continue
		case "delete":
			sql = "DELETE FROM " + p.table
		default:
			sql = "UPDATE " + p.table + " SET " + p.gone
		}
		if _, err := tx.exec(ctx, sql+" WHERE "+p.where, who.args(p.by)...); err != nil {
			return err
		}
	}
	return nil
}

// EmptyPerson empties a person's row, which stays for what refers to it, and ends what they could still speak for.
func (tx *Tx) EmptyPerson(ctx context.Context, p models.Person) error {
	if _, err := tx.exec(ctx, "UPDATE mandates SET state = 'ended', ended_at = ? WHERE person_id = ? AND state IN ('asked', 'confirmed')",
		p.ErasedAt, p.ID); err != nil {
		return err
	}
	_, err := tx.exec(ctx, `UPDATE people SET email = '', email_key = ?, name = '', admin = ?, language = '', country = '',
		stakeholder_type = '', organisation = '', erasing = '', erased_at = ? WHERE id = ?`,
		p.EmailKey, false, p.ErasedAt, p.ID)
	return err
}

// SetErasing remembers that a person asked that everything about them goes; false when they had asked before.
func (tx *Tx) SetErasing(ctx context.Context, personID int64, wish models.ErasureWish) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE people SET erasing = ? WHERE id = ? AND erasing = '' AND erased_at IS NULL", wish, personID)
	return n == 1, err
}

// EndAccess ends every session, API token, passkey and identity of a person, and takes their roles.
func (tx *Tx) EndAccess(ctx context.Context, personID int64) error {
	for _, table := range []string{"sessions", "api_tokens", "tokens", "passkeys", "identities", "grants"} {
		if _, err := tx.exec(ctx, "DELETE FROM "+table+" WHERE person_id = ?", personID); err != nil {
			return err
		}
	}
	return nil
}

// Erasing lists the people who asked that everything about them goes, and of whom something is still there.
func (r Reader) Erasing(ctx context.Context, limit int) ([]models.Person, error) {
	var out []models.Person
	err := r.raw(ctx, &out, "SELECT * FROM people WHERE erasing <> '' ORDER BY id LIMIT ?", limit)
	return out, err
}

// CommentsOf lists the comments of a person, also those sent with their address that they did not confirm, oldest
// first.
func (r Reader) CommentsOf(ctx context.Context, who Of, limit int) ([]models.CommentAuthor, error) {
	var out []models.CommentAuthor
	err := r.raw(ctx, &out, `SELECT * FROM comment_authors WHERE person_id = ? OR (person_id IS NULL AND email_key <> '' AND email_key = ?)
		ORDER BY consultation_id, comment_id LIMIT ?`, who.PersonID, who.Address, limit)
	return out, err
}

// RenameVoice counts under another key who is counted under one.
func (tx *Tx) RenameVoice(ctx context.Context, from, to string) error {
	_, err := tx.exec(ctx, "UPDATE voices SET key = ? WHERE key = ?", to, from)
	return err
}
