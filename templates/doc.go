// Package templates is the face of the product: the pages, the types of the data they show, the
// style sheet and the small modules.
//
// A page is html/template text checked against its Go type before anything is served (Page). It
// knows the nouns of models, the words of i18n and the names of place; it refuses to know the
// web framework, the database and the use-cases. Every word for people comes from a catalogue,
// every link is a path of ours, and every page works as plain HTML.
//
// Routes that the links and forms of these pages use ({c} consultation, {d} draft, {n} version,
// {e} event, {ref} comment reference). POST answers 303, or 422 with the same page and its errors.
//
//	GET      /                                    Home
//	GET POST /new                                 ConsultationForm (admin)
//	GET POST /sign-in                             SignIn; then 303 /sign-in/sent: SignInSent
//	GET POST /sign-in/confirm?token=              SignInConfirm (POST: token)
//	POST     /sign-in/passkey[/options]          ceremony, answer, return_to (options: JSON for passkey.mjs)
//	GET POST /account/passkeys[/options]         Passkeys; POST ceremony, answer, name
//	GET POST /account/passkeys/{key}[/remove]    Passkey; POST name
//	POST     /sign-out
//	GET POST /confirm?token=                      Confirm (POST: token), then 303 to the receipt
//	GET POST /demo                                Demo (POST: email)
//	GET      /api                                 API
//	GET      /c/{c}                               Front
//	GET      /c/{c}/notices                       Notices
//	GET      /c/{c}/documents/{ref}               the file itself
//	GET      /c/{c}/drafts/{d}                    Reader, newest version; ?text= ?on={wid}
//	GET      /c/{c}/drafts/{d}/v/{n}              Reader, version n
//	GET      /c/{c}/drafts/{d}/working            Working (staff)
//	GET      /c/{c}/drafts/{d}/working/edit/{wid} Edit (staff)
//	GET      /c/{c}/drafts/{d}/working/add        Edit (staff)
//	GET      /c/{c}/drafts/{d}/working/history    EditHistory (staff)
//	GET POST /c/{c}/drafts/{d}/working/word       WordFiles (staff); /{id} Word; POST /{id}/decide /apply /discard
//	GET POST /c/{c}/drafts/{d}/notes              Notes (staff)
//	GET      /c/{c}/drafts/{d}/v/{n}/placements   Placements (staff); ?what= ?one=; POST /{ref}
//	POST     /c/{c}/drafts/{d}/working/publish    reason, then 303 to the reader
//	GET      /c/{c}/drafts/{d}/versions           Versions
//	GET      /c/{c}/drafts/{d}/compare/{a}/{b}    Compare; ?text= ?view=side ?all=1 ?source=1; from the form of /compare?from=&to=
//	GET      /c/{c}/drafts/{d}/v/{n}/history/{wid} Trail
//	GET      /c/{c}/drafts/{d}/v/{n}/comment      CommentForm; ?kind= ?on={wid} ?after={wid} ?text= ?exact= ?prefix= ?suffix= ?start= ?end=
//	GET POST /c/{c}/comments                      Comments (public list); POST a comment, then 303 to its receipt
//	GET      /c/{c}/comments/{ref}                Comment
//	POST     /c/{c}/comments/{ref}/answer         outcome, reason, seq, back (a path), then 303 to back
//	POST     /c/{c}/comments/{ref}/hide           reason; /show; then 303 to the comment
//	GET      /c/{c}/receipts/{receipt}            Receipt
//	GET      /c/{c}/events[.ics]                  Events
//	GET      /c/{c}/events/{e}[.ics]              Event
//	GET      /c/{c}/pledge                        PledgeFor
//	GET POST /c/{c}/pledge/{o}                    PledgeForm; POST /check (JSON for pledge.mjs)
//	GET POST /c/{c}/pledges/{ref}/edit            PledgeForm; ?mend=1
//	GET      /c/{c}/pledges/{ref}/submitted       PledgeSent
//	GET POST /c/{c}/pledges/{ref}/withdraw        PledgeWithdraw; reason
//	GET      /c/{c}/review                        Review; ?one={ref}
//	GET      /c/{c}/moderation                    Moderation
//	POST     /c/{c}/moderation/{receipt}          decision (publish, refuse), reason
//	GET      /c/{c}/manage                        Manage
//	GET POST /c/{c}/manage/notices                NoticesForm
//	GET POST /c/{c}/manage/import                 DraftForm; ?draft= (multipart: file or content)
//	GET      /c/{c}/manage/imports/{id}           Import; ?on={wid}; POST /act /keep /discard
//	GET POST /c/{c}/manage/event                  EventForm
//	GET POST /c/{c}/manage/partner                PartnerForm
//	GET POST /c/{c}/manage/document               DocumentForm (multipart: file or url)
package templates
