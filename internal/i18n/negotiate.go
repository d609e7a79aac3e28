package i18n

import "golang.org/x/text/language"

// matcher compares a wish with languages, in their order.
var matcher = language.NewMatcher([]language.Tag{
	language.Arabic, language.English, language.Spanish, language.French, language.Russian, language.Chinese,
})

// Negotiate returns the language of the interface for a request: the first that
// we have of the query's, the cookie's, those of Accept-Language (RFC 9110
// §12.5.4, by weight) and fallback; else English. A regional form finds its
// language ("fr-CA" is French); a merely related language does not (Belarusian
// is not Russian), nor does another script of the same (zh-Hant is not the
// simplified Chinese that we have).
func Negotiate(query, cookie, accept, fallback string) string {
	for _, wish := range [...]string{query, cookie} {
		if lang := match(wish); lang != "" {
			return lang
		}
	}
	if lang := matchAccept(accept); lang != "" {
		return lang
	}
	if lang := match(fallback); lang != "" {
		return lang
	}
	return "en"
}

// matchAccept returns the best of an Accept-Language header, "" for none. A
// malformed header counts as absent, as browsers never send one.
func matchAccept(accept string) string {
	if accept == "" {
		return ""
	}
	wishes, _, err := language.ParseAcceptLanguage(accept) // by weight, without q=0
	if err != nil {
		return ""
	}
	for _, wish := range wishes {
		if lang := matchTag(wish); lang != "" {
			return lang
		}
	}
	return ""
}

// match returns the language of the interface that a tag asks for, "" for none.
func match(wish string) string {
	if IsLanguage(wish) {
		return wish
	}
	if wish == "" {
		return ""
	}
	tag, err := language.Parse(wish)
	if err != nil {
		return ""
	}
	return matchTag(tag)
}

// matchTag asks the matcher and then checks its answer: by itself it offers
// Russian for Armenian and French for Breton with high confidence.
func matchTag(wish language.Tag) string {
	canonical, err := language.All.Canonicalize(wish) // "cmn" is zh, "arb" is ar
	if err != nil {
		return ""
	}
	_, at, confidence := matcher.Match(canonical)
	if confidence < language.High {
		return ""
	}
	if base, _, _ := canonical.Raw(); base.String() != languages[at] {
		return ""
	}
	return languages[at]
}
