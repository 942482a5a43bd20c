"""What people see of their own record, and change in it, with a link from an e-mail and without a password."""
