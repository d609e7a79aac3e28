package templates

// APIPage lists the operations of the JSON API in words.
type APIPage struct {
	Base
	Operations []Operation
}

// Operation is one operation of api/openapi.yaml; its summary is English like the file.
type Operation struct {
	Method, Path, Summary string
	Tag                   string // the noun it belongs to; operations of one tag follow each other
}
