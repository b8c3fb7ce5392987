"""What the pages are drawn with. `markup` and the `…_view` modules are plain functions from records to HTML and know no Streamlit."""
