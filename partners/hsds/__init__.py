"""The directory as others read it: Open Referral HSDS 3.2, in and out.

An organisation and a service keep their HSDS id on their row. What a file says and we have a
column for goes into the column; the rest is kept beside it, as it came, and given back.
"""
