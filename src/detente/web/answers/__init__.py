"""What is answered to each request of the page? One module for each endpoint, named like it.

A function takes a view (or a paper) and the request, and returns the record of the answer. It adds no analysis of its
own: numbers and sentences come from the library, in the language of the request. Open `answer` first.
"""
