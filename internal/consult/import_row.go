package consult

import (
	"context"
	"strconv"
	"time"
	"unicode/utf8"

	"travaux/internal/fault"
	"travaux/internal/place"
	"travaux/internal/store"
	"travaux/models"
)

// compose makes a comment of one row; what is wrong with it comes back as one fault that names every column.
func (im *importing) compose(ctx context.Context, f map[string]string, start *int) (store.Whole, error) {
	var none store.Whole
	in, problems := im.input(f)
	if start != nil {
		end := *start + utf8.RuneCountInString(in.Target.Exact)
		in.Target.Start, in.Target.End = start, &end
	}
	created, ok := im.created(f["created_at"])
	if !ok {
		problems = append(problems, fault.Field{Name: "created_at", Code: "time"})
	}
	external, bad := models.CleanText(f["external_id"])
	if bad != models.TextOK {
		problems = append(problems, fault.Field{Name: "external_id", Code: string(bad)})
	}
	if len(external) > 200 {
		problems = append(problems, fault.Field{Name: "external_id", Code: "too_long", Args: map[string]any{"max": 200}})
	}
	if err := im.s.check(&in, append(problems, in.problems("import")...)...); err != nil {
		return none, columnNames(err)
	}
	v, err := im.version(ctx, in.Version)
	if err != nil {
		return none, err
	}
	in.defaults(im.d.Language)
	if err := resolve(&in.Target, f["provision"], v.text); err != nil {
		return none, err
	}
	about, err := target(v.text, in.Target)
	if err != nil {
		return none, columnNames(err)
	}
	w := im.s.compose(im.by, im.c, im.d, v.version, about, in)
	w.Comment.Provenance, w.Comment.Publication, w.Comment.CreatedAt = "import", models.PublishedNow, created
	if external != "" {
		w.Comment.ExternalID = &external
	}
	w.Author.PersonID, w.Author.Email, w.Author.EmailKey, w.Author.Key = nil, "", "", ""
	if in.AuthorName != "" { // the file tells its people apart by their names
		w.Author.Key = "import:" + digest(in.AuthorName)
	}
	w.Comment.Commitment = said{w}.commitment()
	return w, nil
}

// input reads the columns of a row. What a person need not say may be empty or absent.
func (im *importing) input(f map[string]string) (NewComment, []fault.Field) {
	or := func(name, otherwise string) string {
		if f[name] == "" {
			return otherwise
		}
		return f[name]
	}
	in := NewComment{
		Draft: im.d.Slug, Type: f["type"], Stance: f["stance"], Language: f["language"], Body: f["body"], ProposedText: f["proposed_text"],
		Country: or("country", string(models.NotStated)), StakeholderType: or("stakeholder_type", string(models.NotStated)),
		StakeholderSubtype: f["stakeholder_subtype"], Organisation: f["organisation"], AuthorName: f["author_name"],
		Target: NewTarget{Kind: f["target_kind"], WID: f["provision"], Exact: f["exact"]},
	}
	if in.Stance == string(models.NotStated) {
		in.Stance = ""
	}
	if in.Organisation != "" {
		in.SpeakingAs = "organisation"
	}
	if in.Target.Kind == "" {
		in.Target.Kind = impliedKind(f)
	}
	if in.Target.Kind == string(models.TargetInsertion) {
		in.Target.After = f["provision"]
	}
	var problems []fault.Field
	if f["version"] != "" {
		n, err := strconv.Atoi(f["version"])
		if err != nil || n < 1 {
			problems = append(problems, fault.Field{Name: "version", Code: "not_found"})
		}
		in.Version = n
	}
	return in, problems
}

// impliedKind is what a row is about that does not say: the words, the provision, or the whole text.
func impliedKind(f map[string]string) string {
	switch {
	case f["provision"] == "":
		return string(models.TargetVersion)
	case f["exact"] != "":
		return string(models.TargetRange)
	}
	return string(models.TargetProvision)
}

// created reads when a comment was made; nothing means now. Offsets may come without a colon.
func (im *importing) created(s string) (time.Time, bool) {
	if s == "" {
		return im.by.At, true
	}
	if t, err := time.Parse("2006-01-02T15:04:05-0700", s); err == nil {
		return t.UTC(), sane(t)
	}
	zone := im.o.TimeZone
	if zone == "" {
		zone = place.UTC
	}
	return instant(s, zone)
}

// version finds the published version a row is about, once for the whole file.
func (im *importing) version(ctx context.Context, number int) (versionOf, error) {
	if v, ok := im.texts[number]; ok {
		return v, nil
	}
	versions, err := im.s.st.Versions(ctx, im.c.ID, im.d.ID)
	if err != nil {
		return versionOf{}, err
	}
	v, _, err := choose(versions, Which{Number: number})
	if err != nil {
		return versionOf{}, inField(err, "version")
	}
	text, err := im.s.st.Provisions(ctx, im.c.ID, v.ID, im.d.Language)
	im.texts[number] = versionOf{v, text}
	return im.texts[number], err
}

// resolve finds a provision by its wid, or by a number that only one article (else only one provision) bears.
func resolve(t *NewTarget, name string, text []models.Provision) error {
	if name == "" {
		return nil
	}
	if _, ok := (models.Reading{Provisions: text}).Provision(name); ok {
		return nil
	}
	var articles, others []string
	for _, p := range text {
		switch {
		case p.Number != name:
		case p.Kind == models.Article:
			articles = append(articles, p.WID)
		default:
			others = append(others, p.WID)
		}
	}
	found := articles
	if len(found) == 0 {
		found = others
	}
	if len(found) != 1 {
		code := "not_found"
		if len(found) > 1 {
			code = "ambiguous"
		}
		return fault.Bad("provision", code)
	}
	if t.Kind == string(models.TargetInsertion) {
		t.After = found[0]
	} else {
		t.WID = found[0]
	}
	return nil
}

// columnNames says problems by the names of the columns rather than of the API's fields.
func columnNames(err error) error {
	f, ok := fault.As(err)
	if !ok {
		return err
	}
	names := map[string]string{"target.kind": "target_kind", "target.wid": "provision", "target.after": "provision", "target.exact": "exact"}
	for i := range f.Fields {
		if n, ok := names[f.Fields[i].Name]; ok {
			f.Fields[i].Name = n
		}
	}
	return f
}
