package api

// Document is the parsed openapi.yaml, for tests that hold answers against it.
var Document = document
