package handlers_test

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	virtual "github.com/descope/virtualwebauthn"
	"github.com/google/uuid"
	"github.com/oauth2-proxy/mockoidc"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// typed are forms that are right for their route; any other route that posts is sent an empty one, which is told to
// be wrong to who may and refused to who may not.
var typed = map[string]url.Values{
	"POST /c/:consultation/receipts/:receipt/take-back": {"what": {"erase"}},
	"POST /c/:consultation/comments/:ref/report":        {"body": {"It is not Ana's."}},
	"POST /c/:consultation/moderation/reports/:report":  {"decision": {"dismissed"}},
	"POST /new":           {"slug": {"fresh"}, "title": {"Fresh"}, "language": {"en"}, "phases.0.kind": {"consultation"}, "phases.0.opens_at": {"2027-01-01"}, "phases.0.time_zone": {"Africa/Nairobi"}},
	"POST /organisations": {"name": {"Beta"}, "country": {"KE"}, "stakeholder_type": {"civil_society"}},
	"POST /organisations/:organisation/mandates/:mandate": {"decision": {"confirm"}},
	"POST /account/mail":                                           {"digest": {"weekly"}},
	"POST /account/passkeys/:passkey":                              {"name": {"Old phone"}},
	"POST /c/:consultation/manage/guard":                           {"mode": {"automatic"}},
	"POST /c/:consultation/manage/notices":                         {"language": {"en"}, "responsible": {"The town"}, "contact": {"town@example.org"}, "hosting": {"Here"}, "privacy": {"Kept."}, "readers": {"All"}, "retention": {"A year"}, "law": {"None"}, "publication": {"Public."}, "licence": {"CC-BY-4.0"}},
	"POST /c/:consultation/sign/:organisation/prepared":            {"do": {"cancel"}},
	"POST /signing":                                                {"do": {"return"}, "remark": {"Not in my name."}},
	"POST /c/:consultation/manage/signing/terms":                   {"act": {"sign"}},
	"POST /c/:consultation/manage/signing/open":                    {"version": {"charter/1"}},
	"POST /c/:consultation/manage/signatures/:signature":           {"decision": {"verify"}},
	"POST /c/:consultation/drafts/:draft/comment":                  {"draft": {"charter"}, "target.kind": {"version"}, "body": {"More words."}, "country": {"KE"}, "stakeholder_type": {"individual"}},
	"POST /c/:consultation/pledges/:pledge/partners":               {"organisation": {"acme"}},
	"POST /c/:consultation/pledges/:pledge/partners/:organisation": {"decision": {"withdraw"}},
	"POST /sign-in":                              {"email": {participant}},
	"POST /first/:token":                         {"name": {"First"}, "email": {"first@example.org"}},
	"POST /demo":                                 {"email": {"ana@example.org"}},
	"POST /account/erase":                        {"comments": {"keep"}, "sure": {"true"}},
	"POST /c/:consultation/comments":             {"draft": {"charter"}, "target.kind": {"version"}, "body": {"Words."}, "country": {"KE"}, "stakeholder_type": {"individual"}},
	"POST /c/:consultation/comments/:ref/answer": {"outcome": {"accepted"}},
	"POST /c/:consultation/drafts/:draft/v/:version/placements/:ref": {"wid": {"art-1"}},
	"POST /c/:consultation/comments/:ref/hide":                       {"reason": {"A telephone number."}},
	"POST /c/:consultation/moderation/:receipt":                      {"decision": {"publish"}},
	"POST /c/:consultation/drafts/:draft/notes":                      {"body": {"Ask."}},
	"POST /c/:consultation/drafts/:draft/notes/:note/settle":         {"settled": {"true"}},
	"POST /c/:consultation/drafts/:draft/working/publish":            {"reason": {"For comments"}},
	"POST /c/:consultation/manage/import":                            {"draft": {"charter"}, "language": {"fr"}, "format": {"markdown"}, "content": {charter}},
	"POST /c/:consultation/manage/event":                             {"title": {"Hearing"}, "starts_at": {"2027-05-01T10:00"}, "time_zone": {"Africa/Nairobi"}, "country": {"KE"}},
	"POST /c/:consultation/manage/partner":                           {"name": {"Foundation"}, "role": {"partner"}},
	"POST /c/:consultation/manage/document":                          {"title": {"Paper"}, "url": {"https://example.org/paper"}},
	"POST /c/:consultation/manage/invite":                            {"email": {"new@example.org"}, "role": {"organiser"}, "regions": {"014"}},
	"POST /c/:consultation/manage/people/:person":                    {"role": {"organiser"}, "regions": {"014"}},
	"POST /c/:consultation/manage/people/:person/take":               {"role": {"observer"}},
	"POST /c/:consultation/manage/invitations/:invitation":           {"do": {"again"}},
	"POST /c/:consultation/interest":                                 {"organisation_name": {"Boats"}, "country": {"KE"}, "stakeholder_type": {"civil_society"}, "contact_name": {"Amani"}, "contact_email": {"amani@example.org"}, "motivation": {"We want to."}},
	"POST /c/:consultation/pledge/:organisation":                     {"title": {"Open the register"}},
	"POST /c/:consultation/pledge/:organisation/check":               {"title": {"Open the register"}},
	"POST /c/:consultation/pledges/:pledge/edit":                     {"title": {"Open the register"}},
	"POST /c/:consultation/manage/interests":                         {"remind": {"true"}},
	"POST /c/:consultation/manage/interests/:interest/decline":       {"reason": {"Please comment."}},
	"POST /c/:consultation/manage/interests/:interest/notes":         {"body": {"Ask."}},
	"POST /account/tokens":                                           {"name": {"copy"}, "days": {"1"}},
	"POST /c/:consultation/manage/phases":                            {"kind": {"signatures"}, "opens_at": {"2027-05-01T10:00"}, "time_zone": {"Africa/Nairobi"}},
	"POST /c/:consultation/manage/phases/:phase/extend":              {"closes_at": {"2030-01-01"}, "reason": {"Holidays."}},
	"POST /c/:consultation/manage/phases/:phase/change":              {"kind": {"pledges"}, "opens_at": {"2028-05-01T10:00"}, "closes_at": {"2029-01-01"}, "time_zone": {"UTC"}, "gates": {"comments_answered"}, "reason": {"Moved."}},
	"POST /c/:consultation/manage/phases/:phase/override":            {"reason": {"It cannot wait."}},
	"POST /c/:consultation/manage/phases/:phase/late":                {"late": {"true"}, "reason": {"Post is slow."}},
	"POST /c/:consultation/pledges/:pledge/reports/:number/redact":   {"reason": {"It names somebody."}},
	"POST /admin/people/:person":                                     {"do": {"disable"}},
}

// filled are forms that are right for what is on the stage, each made right before it is sent.
var filled = map[string]func(s staged, b *browser) url.Values{
	"POST /c/:consultation/manage/pledges/:pledge": func(s staged, _ *browser) url.Values {
		return url.Values{"decision": {"publish"}, "seen": {s.params["seen"]}, "read": {"1"}}
	},
	"GET /c/:consultation/pledges/:pledge/grade": func(s staged, b *browser) url.Values { s.gradable(b.t); return nil },
	"POST /c/:consultation/pledges/:pledge/grade": func(s staged, b *browser) url.Values {
		s.gradable(b.t)
		return url.Values{"grade": {"limited"}, "reasons": {"Four are open."}}
	},
	"GET /c/:consultation/pledges/:pledge/grade/answer": func(s staged, b *browser) url.Values { s.graded(b.t); return nil },
	"POST /c/:consultation/pledges/:pledge/grade/answer": func(s staged, b *browser) url.Values {
		return url.Values{"number": {s.graded(b.t)}, "nothing": {"true"}}
	},
	"POST /c/:consultation/pledges/:pledge/report": func(s staged, _ *browser) url.Values {
		return url.Values{"do": {"report"}, "value": {"9"}, "measured_on": {s.system().At.Format(time.DateOnly)}, "narrative": {"Nine."}, "language": {"en"}}
	},
	"POST /organisations/:organisation/edit": func(s staged, b *browser) url.Values {
		o, err := s.Consult().Organisation(b.t.Context(), s.system().Actor, "acme")
		testkit.Must(b.t, err)
		return url.Values{"version": {fmt.Sprint(o.Version)}, "name": {"Acme"}, "language": {"en"}, "country": {"KE"}, "stakeholder_type": {"civil_society"}}
	},
	"POST /c/:consultation/sign/:organisation/prepare": func(s staged, b *browser) url.Values {
		in, err := s.town.ToSign("acme")
		testkit.Must(b.t, err)
		return url.Values{
			"draft": {in.Draft}, "version": {fmt.Sprint(in.Version)}, "language": {in.Language}, "sha256": {in.SHA256},
			"officer_name": {"Amara"}, "officer_title": {"Director"}, "authority_statement": {"The board."}, "officer_email": {somewhere()},
		}
	},
	"POST /c/:consultation/sign/:organisation": func(s staged, b *browser) url.Values {
		in, err := s.town.ToSign("acme")
		testkit.Must(b.t, err)
		return url.Values{
			"do": {"sign"}, "draft": {in.Draft}, "version": {fmt.Sprint(in.Version)}, "language": {in.Language}, "sha256": {in.SHA256},
			"officer_name": {"Amara"}, "officer_title": {"Director"}, "authority_statement": {"The board."},
		}
	},
	"POST /c/:consultation/drafts/:draft/working": func(s staged, b *browser) url.Values {
		_, _ = s.Consult().PublishVersion(b.t.Context(), s.system(), "town", "laws", consult.NewPublication{}) // there may be none
		return nil
	},
	"POST /c/:consultation/drafts/:draft/working/act": func(s staged, b *browser) url.Values { return s.open(b, url.Values{"act": {"renumber"}}) },
	"POST /c/:consultation/drafts/:draft/working/add": func(s staged, b *browser) url.Values {
		return s.open(b, url.Values{"kind": {"article"}, "content": {"New."}})
	},
	"POST /c/:consultation/drafts/:draft/working/edit/:wid/seen": func(s staged, b *browser) url.Values { return s.open(b, nil) },
	"POST /c/:consultation/drafts/:draft/working/edit/:wid": func(s staged, b *browser) url.Values {
		return s.open(b, url.Values{"kind": {"article"}, "number": {"1"}, "content": {"Other words."}, "seq": {s.seq(b)}})
	},
	"POST /c/:consultation/manage/imports/:import/act": func(s staged, b *browser) url.Values {
		return s.brought(b, url.Values{"act": {"title"}, "title": {"Laws"}})
	},
	"POST /c/:consultation/manage/imports/:import/keep":     func(s staged, b *browser) url.Values { return s.brought(b, nil) },
	"POST /c/:consultation/manage/imports/:import/discard":  func(s staged, b *browser) url.Values { s.brought(b, nil); return nil },
	"GET /c/:consultation/drafts/:draft/working/word":       func(s staged, b *browser) url.Values { return s.came(b, nil) },
	"POST /c/:consultation/drafts/:draft/working/word":      func(s staged, b *browser) url.Values { return s.came(b, url.Values{}) },
	"GET /c/:consultation/drafts/:draft/working/word/:word": func(s staged, b *browser) url.Values { return s.came(b, nil) },
	"POST /c/:consultation/drafts/:draft/working/word/:word/decide": func(s staged, b *browser) url.Values {
		return s.came(b, url.Values{"all": {"taken"}, "revision": {"0"}})
	},
	"POST /c/:consultation/drafts/:draft/working/word/:word/apply": func(s staged, b *browser) url.Values {
		return s.came(b, url.Values{"revision": {"0"}, "state": {s.state(b)}})
	},
	"POST /c/:consultation/drafts/:draft/working/word/:word/discard": func(s staged, b *browser) url.Values { return s.came(b, url.Values{}) },
	"POST /c/:consultation/drafts/:draft/working/discard":            func(s staged, b *browser) url.Values { return s.open(b, nil) },
	"POST /c/:consultation/drafts/:draft/working/publish": func(s staged, b *browser) url.Values {
		return url.Values{"reason": {"Heard"}, "revision": {s.newest(b)}}
	},
	"POST /c/:consultation/drafts/:draft/translations/:language/right": func(s staged, b *browser) url.Values {
		return s.begun(b, url.Values{"wid": {"art-1"}})
	},
	"POST /c/:consultation/drafts/:draft/translations/:language/publish": func(s staged, b *browser) url.Values {
		s.begun(b, nil)
		tr, err := s.Consult().Translation(b.t.Context(), s.system().Actor, "town", "charter", s.params["language"], 1)
		testkit.Must(b.t, err)
		return url.Values{"of": {"1"}, "unfinished": {fmt.Sprint(tr.Count.Gaps)}}
	},
	"POST /c/:consultation/log": func(s staged, _ *browser) url.Values { return url.Values{"receipt": {s.params["receipt"]}} },
	"POST /account/passkeys": func(s staged, b *browser) url.Values {
		return newDevice(s.site).answer(b, "/account/passkeys")
	},
	"POST /account/step-up/passkey": func(s staged, b *browser) url.Values { return s.device.answer(b, "/account/step-up/passkey") },
	"POST /sign-in/passkey": func(s staged, b *browser) url.Values {
		own, d := s.fresh(b.t, participant), newDevice(s.site) // the one on the stage was removed
		own.post("/account/passkeys", d.answer(own, "/account/passkeys")).want(303)
		return d.answer(b, "/sign-in/passkey")
	},
	"POST /sign-in/code": func(s staged, b *browser) url.Values {
		return url.Values{"code": {codeOf(b.t, s.browser(b.t), "/sign-in/"+s.token(b, "/sign-in"))}}
	},
	"POST /sign-in/address": func(s staged, b *browser) url.Values {
		s.idp.QueueUser(&somebody{MockUser: mockoidc.MockUser{Subject: somewhere()}})
		to := mustURL(b.t, b.get(b.leave("/sign-in/with/acme/go", nil)).want(303).header.Get("Location"))
		return url.Values{"ceremony": {to.Query().Get("ceremony")}, "email": {somewhere()}}
	},
	"POST /account/identities/remove": func(s staged, _ *browser) url.Values {
		return url.Values{"issuer": {s.idp.Issuer()}, "subject": {"participant-at-acme"}}
	},
	"POST /account/sessions/end": func(s staged, b *browser) url.Values {
		s.fresh(b.t, participant) // in another browser
		all, err := s.Consult().Sessions(b.t.Context(), s.town.Actor("participant"))
		testkit.Must(b.t, err)
		newest := slices.MaxFunc(all, func(x, y models.Session) int { return x.CreatedAt.Compare(y.CreatedAt) })
		return url.Values{"session": {newest.Ref}}
	},
}

// answer is what a passkey's form sends; nothing where its challenge is refused.
func (d *device) answer(b *browser, at string) url.Values {
	b.t.Helper()
	if b.post(at+"/options", nil).status != 200 {
		return nil
	}
	ceremony, options := b.challenged(at)
	v := url.Values{"name": {"Phone"}, "ceremony": {ceremony}}
	if at == "/account/passkeys" {
		o, err := virtual.ParseAttestationOptions(options)
		testkit.Must(b.t, err)
		d.auth.Options.UserHandle = []byte(o.UserID)
		v.Set("answer", virtual.CreateAttestationResponse(d.rp, d.auth, d.key, *o))
		return v
	}
	o, err := virtual.ParseAssertionOptions(options)
	testkit.Must(b.t, err)
	v.Del("name")
	v.Set("answer", virtual.CreateAssertionResponse(d.rp, d.auth, d.key, *o))
	return v
}

// open has a working version there, as other rows may have published or discarded it.
func (s staged) open(b *browser, v url.Values) url.Values {
	_, _ = s.Consult().OpenWorking(b.t.Context(), s.system(), "town", "laws", consult.NewWorking{}) // there may be one
	return v
}

// enclosed are the files that a route is sent.
var enclosed = map[string]func(s staged, b *browser) string{
	"POST /c/:consultation/signatures/:signature/letter": func(staged, *browser) string { return "%PDF-1.7" },
	"POST /c/:consultation/drafts/:draft/working/word":   func(s staged, b *browser) string { return string(s.out(b.t)) },
}

// came has a Word file of the working version come back, of which the next request is.
func (s staged) came(b *browser, v url.Values) url.Values {
	s.open(b, nil)
	s.params["word"] = s.back(b.t)
	return v
}

// state is that of the working version, as the page of a Word file says it.
func (s staged) state(b *browser) string {
	w, err := s.Consult().WordReturn(b.t.Context(), s.system().Actor, "town", "laws", s.params["word"])
	testkit.Must(b.t, err)
	return fmt.Sprint(w.State)
}

// seq is the state of the provision that is edited.
func (s staged) seq(b *browser) string {
	s.open(b, nil)
	r, err := s.Consult().Reading(b.t.Context(), s.system().Actor, "town", "laws", consult.Which{Working: true})
	testkit.Must(b.t, err)
	p, _ := r.Provision(s.params["wid"])
	return fmt.Sprint(p.Seq)
}

// newest is the newest entry of the history of the working version.
func (s staged) newest(b *browser) string {
	s.open(b, nil)
	r, err := s.Consult().Reading(b.t.Context(), s.system().Actor, "town", "laws", consult.Which{Working: true})
	testkit.Must(b.t, err)
	return fmt.Sprint(r.Newest)
}

// brought has a text brought in for a draft without a working version.
func (s staged) brought(b *browser, v url.Values) url.Values {
	s.params["import"] = s.bring(b.t)
	if v == nil {
		v = url.Values{}
	}
	v.Set("revision", "0")
	return v
}

// begun has a translation of the charter there, with one provision.
func (s staged) begun(b *browser, v url.Values) url.Values {
	_ = s.Consult().StartTranslation(b.t.Context(), s.system(), "town", "charter", s.params["language"], 1) // there may be one
	in := consult.NewEdit{Act: "change", Language: s.params["language"], WID: "art-1", Kind: "article", Number: "1", Heading: "But", Version: 1}
	t, err := s.Consult().Translation(b.t.Context(), s.system().Actor, "town", "charter", in.Language, 1)
	testkit.Must(b.t, err)
	source := t.Items[0].Source.Seq
	in.Source = &source
	if t.Items[0].Words != nil {
		in.Seq = &t.Items[0].Words.Seq
	}
	done, err := s.Consult().EditWorking(b.t.Context(), s.system(), "town", "charter", in)
	testkit.Must(b.t, err)
	if v.Has("wid") {
		v.Set("source", fmt.Sprint(source))
		v.Set("seq", fmt.Sprint(done.Seq))
	}
	return v
}

// waits is a signature of the participant's, with a letter, that an organiser has to look at.
func (s staged) waits(b *browser) string {
	b.t.Helper()
	tale, slug := s.town, "pier-"+uuid.NewString()[:8]
	tale.Organisation(consult.NewOrganisation{Slug: slug, Name: slug, Country: "KE", StakeholderType: "government"}, story.Address("ana"))
	m, err := s.Consult().AskMandate(b.t.Context(), tale.Call("participant"), slug, consult.NewMandate{})
	testkit.Must(b.t, err)
	_, err = s.Consult().DecideMandate(b.t.Context(), tale.Call("ana"), slug, m.Ref, consult.MandateDecision{Decision: "confirm"})
	testkit.Must(b.t, err)
	r := tale.Sign("participant", slug)
	testkit.Must(b.t, s.Consult().AddSignatureLetter(b.t.Context(), tale.Call("participant"), "town", r.Signature.Ref, consult.NewLetter{FileName: "a.pdf", Content: []byte("%PDF-1.7")}))
	return r.Signature.Ref
}

// submitted is a pledge that waits for the secretariat, and when it was last changed.
func (s staged) submitted(b *browser) string {
	b.t.Helper()
	card, err := s.Consult().WritePledge(b.t.Context(), s.system(), "town", s.town.ToPledge("harbour"))
	testkit.Must(b.t, err)
	s.params["seen"] = fmt.Sprint(card.Seq)
	return card.Ref
}

// partnered is an organisation that is asked to be a partner of a pledge.
func (s staged) partnered(b *browser, pledge string) string {
	b.t.Helper()
	tale, slug := s.town, "mill-"+uuid.NewString()[:8]
	tale.Organisation(consult.NewOrganisation{Slug: slug, Name: slug, Country: "KE", StakeholderType: "government"}, "")
	_, err := s.Consult().AskPartner(b.t.Context(), s.system(), "town", pledge, consult.NewPledgePartner{Organisation: slug})
	testkit.Must(b.t, err)
	return slug
}

// bare are forms whose token is in a field.
var bare = []string{"/signing", "/confirm", "/disown", "/interests", "/interests/invitation", "/sign-in/confirm", "/sign-in/renew", "/invitations"}

// token is a secret that was mailed right before it is used. Those of signing in are the participant's, asked for in
// the browser that uses them.
func (s staged) token(b *browser, route string) string {
	b.t.Helper()
	part := strings.Split(route, "/")
	to := somewhere()
	switch {
	case part[1] == "first", part[1] == "unsubscribe":
		return s.params[part[1]]
	case part[1] == "account":
		return s.params["tokens"]
	case part[1] == "interests" && slices.Contains(part, "invitation"):
		ref := s.interested(b.t, s.system(), "Guild of "+to, to)
		testkit.Must(b.t, s.Consult().InviteInterested(b.t.Context(), s.system(), "town", ref, consult.InterestInvitation{}))
	case part[1] == "interests":
		s.interested(b.t, models.Call{At: s.Consult().Now()}, "Guild of "+to, to)
	case part[1] == "signing":
		slug := "isle-" + uuid.NewString()[:8]
		s.town.Organisation(consult.NewOrganisation{Slug: slug, Name: slug, Country: "KE", StakeholderType: "government"}, story.Address("ana"))
		s.town.Prepare("ana", "", slug, to)
	case part[1] == "confirm":
		s.town.Comment(story.Mailed(to))
	case part[1] == "invitations":
		s.offer(b.t, to)
	case part[1] == "disown":
		s.town.Comment(story.Mailed(to))
		s.browser(b.t).submit(s.link(b.t, to), nil).want(303)
		return s.disowning(b, to)
	default:
		to = participant
		b.post("/sign-in", url.Values{"email": {to}}).want(303)
	}
	token := path.Base(s.link(b.t, to))
	if route == "/sign-in/renew" {
		s.pass(time.Hour) // only what came too late is renewed
	}
	return token
}

// disowning is the secret by which the newest comment that was sent with an address is disowned.
func (s staged) disowning(b *browser, to string) string {
	b.t.Helper()
	all := testkit.Letters(b.t, s.database, s.Consult())
	for _, l := range slices.Backward(all) {
		if link := fmt.Sprint(l.Data["Disown"]); l.To == to && strings.Contains(link, "/disown/") {
			return path.Base(link)
		}
	}
	b.t.Fatal("no letter lets a comment be disowned")
	return ""
}

// address is a route with something of the stage in each place.
func (s staged) address(b *browser, route string) string {
	b.t.Helper()
	if strings.HasSuffix(route, "/callback") {
		s.idp.QueueUser(&somebody{MockUser: mockoidc.MockUser{Subject: somewhere()}})
		return b.leave("/sign-in/with/acme/go", nil)
	}
	parts := strings.Split(route, "/")
	for i, p := range parts {
		name, ok := strings.CutPrefix(p, ":")
		switch {
		case p == "*":
			name = p
		case !ok:
			continue
		case name == "token":
			parts[i] = s.token(b, route)
			continue
		case name == "message":
			parts[i] = letterTo(b.t, s.site, "dana@example.org", models.MailFailed).MessageID
			continue
		case name == "signature" && (slices.Contains(parts, "manage") || len(parts) == 6 && parts[5] != "receipt" && parts[5] != "certificate"):
			parts[i] = s.waits(b)
			continue
		case name == "pledge" && s.another(b, parts, i):
			continue
		case name == "organisation" && slices.Contains(parts, "partners"):
			parts[i] = s.partnered(b, parts[4])
			continue
		case name == "ref" && slices.Contains(parts, "documents"):
			name = "document"
		case name == "ref" && slices.Contains(parts, "typed"):
			name = "typed"
		case name == "interest" && slices.Contains(parts, "remind"):
			name = "reminded"
		case name == "note" && slices.Contains(parts, "interests"):
			name = "interest_note"
		case name == "receipt" && slices.Contains(parts, "take-back"):
			name = "own"
		}
		parts[i] = s.params[name]
		switch {
		case name == "draft" && slices.Contains(parts, "working"):
			parts[i] = "laws"
		case slices.Contains(parts, "placements"): // of a draft with two versions
			parts[i] = map[string]string{"consultation": "town", "draft": "rules", "version": "2", "ref": s.params["placed"]}[name]
		}
		if parts[i] == "" {
			b.t.Fatalf("nothing on the stage for %s of %s", p, route)
		}
	}
	at := strings.Join(parts, "/")
	switch {
	case strings.HasSuffix(route, "/take-back"):
		at += "?what=erase"
	case route == "/sign-in/address":
		at += "?with=acme"
	}
	return at
}

// another puts a pledge of its own into the address of a row that needs one: that waits, or that was reported on.
func (s staged) another(b *browser, parts []string, at int) bool {
	switch {
	case slices.Contains(parts, "manage"):
		parts[at] = s.submitted(b)
	case slices.Contains(parts, "report") || slices.Contains(parts, "reports"):
		parts[at] = s.reported()
	default:
		return false
	}
	return true
}
