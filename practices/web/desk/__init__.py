"""The desk: the pages of people at work: their city, the form, the reviews.

Views are thin; services write, policies decide.
"""
