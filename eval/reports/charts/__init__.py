"""Where the marks of each chart go; templates draw them as SVG."""
