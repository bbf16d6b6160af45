//go:build tools

// Package tools keeps the dependency on promtool in go.mod; promtool itself is what is built.
package tools

import _ "github.com/prometheus/prometheus/cmd/promtool"
