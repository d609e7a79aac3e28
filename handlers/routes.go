package handlers

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// who is the coarse gate of a route; the decision itself is in internal/consult.
type who string

const (
	anybody  who = "anybody"
	signedIn who = "signed in"
)

// route is one way in.
type route struct {
	method, path string
	who          who
	do           func(*Handlers, echo.Context) error
	name         string
}

// routes are all ways in; testdata/routes.golden shows them.
func (h *Handlers) routes() []route {
	all := slices.Concat(
		routes,
		signInRoutes,
		accountRoutes,
		organisationRoutes,
		passkeyRoutes,
		identityRoutes,
		tokenRoutes,
		mailRoutes,
		rightsRoutes,
		adminRoutes,
		limitRoutes,
		consultationRoutes,
		phaseRoutes,
		editRoutes,
		noteRoutes,
		previewRoutes,
		wordRoutes,
		translationRoutes,
		downloadRoutes,
		compareRoutes,
		placementRoutes,
		signaturePrepareRoutes,
		signatureRoutes,
		signatureManageRoutes,
		pledgeRoutes,
		pledgeFileRoutes,
		gradeRoutes,
		pledgeReviewRoutes,
		pledgePartnerRoutes,
		pledgeFormRoutes,
		progressRoutes,
		logRoutes,
		peopleRoutes,
		interestRoutes,
	)
	if h.Demo {
		all = append(all, demoRoutes...)
	}
	return all
}

// routes of the whole installation.
var routes = []route{
	{get, "/", anybody, (*Handlers).home, "home"},
	{get, "/new", signedIn, (*Handlers).consultationForm, "consultationForm"},
	{post, "/new", signedIn, (*Handlers).createConsultation, "createConsultation"},
	{get, "/confirm", anybody, (*Handlers).confirmForm, "confirmForm"},
	{post, "/confirm", anybody, (*Handlers).confirm, "confirm"},
	{get, "/confirm/:token", anybody, (*Handlers).confirmForm, "confirmForm"},
	{post, "/confirm/:token", anybody, (*Handlers).confirm, "confirm"},
	{get, "/receipts/:receipt", anybody, (*Handlers).toReceipt, "toReceipt"},
	{get, "/api", anybody, (*Handlers).api, "api"},
	{get, "/assets/:file", anybody, (*Handlers).asset, "asset"},
	{get, "/favicon.svg", anybody, (*Handlers).icon, "icon"},
	{get, "/favicon.ico", anybody, (*Handlers).icon, "icon"},
	{get, "/robots.txt", anybody, (*Handlers).robots, "robots"},
	{get, "/healthz", anybody, (*Handlers).healthy, "healthy"},
	{get, "/readyz", anybody, (*Handlers).ready, "ready"},
}

// consultationRoutes are those of one consultation.
var consultationRoutes = []route{
	{get, "/c/:consultation", anybody, (*Handlers).front, "front"},
	{get, "/c/:consultation/notices", anybody, (*Handlers).notices, "notices"},
	{get, "/c/:consultation/documents/:ref", anybody, (*Handlers).document, "document"},
	{get, "/c/:consultation/drafts/:draft", anybody, (*Handlers).reader, "reader"},
	{get, "/c/:consultation/drafts/:draft/v/:version", anybody, (*Handlers).reader, "reader"},
	{get, "/c/:consultation/drafts/:draft/comment", anybody, (*Handlers).commentForm, "commentForm"},
	{get, "/c/:consultation/drafts/:draft/v/:version/comment", anybody, (*Handlers).commentForm, "commentForm"},
	{post, "/c/:consultation/drafts/:draft/comment", anybody, (*Handlers).submitComment, "submitComment"},
	{get, "/c/:consultation/comments", anybody, (*Handlers).comments, "comments"},
	{post, "/c/:consultation/comments", anybody, (*Handlers).submitComment, "submitComment"},
	{get, "/c/:consultation/comments/:ref", anybody, (*Handlers).comment, "comment"},
	{post, "/c/:consultation/comments/:ref/answer", signedIn, (*Handlers).answer, "answer"},
	{get, "/c/:consultation/receipts/:receipt", anybody, (*Handlers).receipt, "receipt"},
	{get, "/c/:consultation/events", anybody, (*Handlers).events, "events"},
	{get, "/c/:consultation/events.ics", anybody, (*Handlers).calendar, "calendar"},
	{get, "/c/:consultation/events/:event", anybody, (*Handlers).event, "event"},
	{get, "/c/:consultation/review", signedIn, (*Handlers).review, "review"},
	{get, "/c/:consultation/moderation", signedIn, (*Handlers).moderation, "moderation"},
	{post, "/c/:consultation/moderation/:receipt", signedIn, (*Handlers).moderate, "moderate"},
	{get, "/c/:consultation/manage", signedIn, (*Handlers).manage, "manage"},
	{get, "/c/:consultation/manage/notices", signedIn, (*Handlers).noticesForm, "noticesForm"},
	{post, "/c/:consultation/manage/notices", signedIn, (*Handlers).saveNotices, "saveNotices"},
	{get, "/c/:consultation/manage/import", signedIn, (*Handlers).importForm, "importForm"},
	{post, "/c/:consultation/manage/import", signedIn, (*Handlers).importVersion, "importVersion"},
	{get, "/c/:consultation/manage/event", signedIn, (*Handlers).eventForm, "eventForm"},
	{post, "/c/:consultation/manage/event", signedIn, (*Handlers).createEvent, "createEvent"},
	{get, "/c/:consultation/manage/partner", signedIn, (*Handlers).partnerForm, "partnerForm"},
	{post, "/c/:consultation/manage/partner", signedIn, (*Handlers).addPartner, "addPartner"},
	{get, "/c/:consultation/manage/document", signedIn, (*Handlers).documentForm, "documentForm"},
	{post, "/c/:consultation/manage/document", signedIn, (*Handlers).addDocument, "addDocument"},
}

// demoRoutes are there with --demo only, which needs an address on loopback.
var demoRoutes = []route{
	{get, "/demo", anybody, (*Handlers).demo, "demo"},
	{post, "/demo", anybody, (*Handlers).be, "be"},
}

// String is the route as the golden file shows it.
func (r route) String() string {
	return strings.TrimRight(fmt.Sprintf("%-4s %-55s %-9s %s", r.method, r.path, r.who, r.name), " ")
}
