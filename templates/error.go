package templates

// ErrorPage says what happened and offers a way on.
type ErrorPage struct {
	Base
	Status    int          // of the answer
	Code      string       // catalogue key "fault.<Code>"; without such a sentence the status speaks
	Message   string       // the sentence, in the reader's language
	RequestID string       // shown when it was our fault, to quote
	Typed     []TypedField // words that were typed and could not be kept
}
