"""The pages of the app, one file a page. They draw and never decide."""
