package templates

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"
	"sync"
)

//go:embed assets/*
var assetFiles embed.FS

// Assets are the style sheet, the modules and the icon under their plain names.
func Assets() fs.FS {
	sub, err := fs.Sub(assetFiles, "assets")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	return sub
}

// hashes are the first twelve hex digits of each asset's SHA-256.
var hashes = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	list, err := fs.ReadDir(Assets(), ".")
	if err != nil {
		panic(err) // compiled in
	}
	for _, f := range list {
		b, err := fs.ReadFile(Assets(), f.Name())
		if err != nil {
			panic(err) // compiled in
		}
		sum := sha256.Sum256(b)
		all[f.Name()] = hex.EncodeToString(sum[:6])
	}
	return all
})

// Asset is the path under which an asset is served; it changes with the content, so the answer may
// be kept for ever. An error names an asset that does not exist.
func Asset(name string) (string, error) {
	hash, ok := hashes()[name]
	if !ok {
		return "", fmt.Errorf("there is no asset %q", name)
	}
	return "/assets/" + hash + "." + name, nil
}

// AssetFile finds the content for the last part of such a path ("1f2e3d4c5b6a.travaux.css"); ok is
// false when there is no such asset or its content was another.
func AssetFile(hashed string) (name string, content []byte, ok bool) {
	hash, name, found := strings.Cut(hashed, ".")
	if !found || hashes()[name] != hash {
		return "", nil, false
	}
	content, err := fs.ReadFile(Assets(), name)
	return name, content, err == nil
}
