"""The pages round the workspace: thin, one a file; Streamlit takes a folder named "pages" for itself."""
