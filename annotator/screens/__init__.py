"""The pages round the workspace: thin, one a file. (A folder named pages would be listed by Streamlit itself.)"""
