using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Oversight.Testing.SqlServer;

/// <summary>Reads T-SQL as SQL Server 2022 does, without a server.</summary>
public static class TransactSql
{
    /// <summary>Every fault of a script, with its place; empty if it parses.</summary>
    public static IReadOnlyList<string> Faults(string script)
    {
        var parser = new TSql160Parser(initialQuotedIdentifiers: true, SqlEngineType.Standalone);
        using var reader = new StringReader(script);
        parser.Parse(reader, out var errors);
        return [.. errors.Select(error => $"{error.Line}:{error.Column} {error.Message}")];
    }
}
