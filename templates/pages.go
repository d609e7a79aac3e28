package templates

// Every page, by the name of its file.
var (
	Home             = page[HomePage]("home.html")
	Front            = page[FrontPage]("front.html")
	Notices          = page[NoticesPage]("notices.html")
	NoticesForm      = page[NoticesFormPage]("notices_form.html")
	ConsultationForm = page[ConsultationFormPage]("consultation_form.html")
	Manage           = page[ManagePage]("manage.html")
	PartnerForm      = page[PartnerFormPage]("partner_form.html")
	DocumentForm     = page[DocumentFormPage]("document_form.html")
	Reader           = page[ReaderPage]("reader.html")
	Compare          = page[ComparePage]("compare.html")
	RedlineFile      = page[RedlineFilePage]("redline_file.html")
	Versions         = page[VersionsPage]("versions.html")
	Placements       = page[PlacementsPage]("placements.html")
	Trail            = page[TrailPage]("trail.html")
	DraftForm        = page[DraftFormPage]("draft_form.html")
	Working          = page[WorkingPage]("working.html")
	Import           = page[ImportPage]("import.html")
	WordFiles        = page[WordFilesPage]("word_files.html")
	Word             = page[WordPage]("word.html")
	Edit             = page[EditPage]("edit.html")
	Notes            = page[NotesPage]("notes.html")
	EditHistory      = page[EditHistoryPage]("edit_history.html")
	Translations     = page[TranslationsPage]("translations.html")
	Translation      = page[TranslationPage]("translation.html")
	CommentForm      = page[CommentFormPage]("comment_form.html")
	Receipt          = page[ReceiptPage]("receipt.html")
	Confirm          = page[ConfirmPage]("confirm.html")
	Comments         = page[CommentsPage]("comments.html")
	Log              = page[LogPage]("log.html")
	Comment          = page[CommentPage]("comment.html")
	Review           = page[ReviewPage]("review.html")
	Moderation       = page[ModerationPage]("moderation.html")
	SignFor          = page[SignForPage]("sign_for.html")
	Sign             = page[SignPage]("sign.html")
	SignCheck        = page[SignCheckPage]("sign_check.html")
	Signatures       = page[SignaturesPage]("signatures.html")
	Signature        = page[SignaturePage]("signature.html")
	Events           = page[EventsPage]("events.html")
	Event            = page[EventPage]("event.html")
	EventForm        = page[EventFormPage]("event_form.html")
	SignIn           = page[SignInPage]("sign_in.html")
	SignInSent       = page[SignInSentPage]("sign_in_sent.html")
	SignInConfirm    = page[SignInConfirmPage]("sign_in_confirm.html")
	People           = page[PeoplePage]("people.html")
	RoleForm         = page[RoleFormPage]("role_form.html")
	InviteForm       = page[InviteFormPage]("invite_form.html")
	InvitationOffer  = page[InvitationPage]("invitation.html")
	Tokens           = page[TokensPage]("tokens.html")
	Admin            = page[AdminPage]("admin.html")
	AdminPeople      = page[AdminPeoplePage]("admin_people.html")
	SignInCode       = page[SignInCodePage]("sign_in_code.html")
	BadLink          = page[BadLinkPage]("bad_link.html")
	First            = page[FirstPage]("first.html")
	Typed            = page[TypedPage]("typed.html")
	StepUp           = page[StepUpPage]("step_up.html")
	Sessions         = page[SessionsPage]("sessions.html")
	Account          = page[AccountPage]("account.html")
	Passkeys         = page[PasskeysPage]("passkeys.html")
	Passkey          = page[PasskeyPage]("passkey.html")
	With             = page[WithPage]("with.html")
	IdentityAddress  = page[IdentityAddressPage]("identity_address.html")
	IdentitySent     = page[IdentitySentPage]("identity_sent.html")
	Identities       = page[IdentitiesPage]("identities.html")
	MailPreferences  = page[MailPreferencesPage]("mail_preferences.html")
	Unsubscribe      = page[UnsubscribePage]("unsubscribe.html")
	Inbox            = page[InboxPage]("inbox.html")
	Mail             = page[MailPage]("mail.html")
	Organisations    = page[OrganisationsPage]("organisations.html")
	Organisation     = page[OrganisationPage]("organisation.html")
	OrganisationForm = page[OrganisationFormPage]("organisation_form.html")
	MyOrganisations  = page[MyOrganisationsPage]("my_organisations.html")
	Mandates         = page[MandatesPage]("mandates.html")
	Limits           = page[LimitsPage]("limits.html")
	Guard            = page[GuardPage]("guard.html")
	MyData           = page[MyDataPage]("my_data.html")
	EraseMe          = page[EraseMePage]("erase_me.html")
	TakeBack         = page[TakeBackPage]("take_back.html")
	Disown           = page[DisownPage]("disown.html")
	ReportForm       = page[ReportFormPage]("report_form.html")
	Reports          = page[ReportsPage]("reports.html")
	Privacy          = page[PrivacyPage]("privacy.html")
	Demo             = page[DemoPage]("demo.html")
	API              = page[APIPage]("api.html")
	Error            = page[ErrorPage]("error.html")
)

// All lists every page, for previews and tests.
func All() []Shown {
	return []Shown{
		SignInCode, BadLink, First, Typed, StepUp, Sessions,
		People, RoleForm, InviteForm, InvitationOffer, Tokens, Admin, AdminPeople,
		Home, Front, Notices, NoticesForm, ConsultationForm, Manage, PartnerForm, DocumentForm, Reader, Compare, RedlineFile, Versions, Trail, Placements, DraftForm,
		Working, Import, WordFiles, Word, Edit, Notes, EditHistory, Translations, Translation, CommentForm, Receipt, Confirm, Comments, Comment, Review, Moderation, Events, Event, EventForm,
		SignIn, SignInSent, SignInConfirm, Account, Passkeys, Passkey, With, IdentityAddress, IdentitySent, Identities, Demo, API, Error,
		MailPreferences, Unsubscribe, Mail, Inbox,
		Organisations, Organisation, OrganisationForm, MyOrganisations, Mandates,
		SignFor, Sign, SignCheck, Signatures, Signature,
		Limits, Guard,
		Log,
		MyData, EraseMe, TakeBack, Disown, ReportForm, Reports, Privacy,
	}
}
