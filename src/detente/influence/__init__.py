"""Who moves whom: dependence and leverage by domain, power relations (MACTOR), the balance of signed ties."""
