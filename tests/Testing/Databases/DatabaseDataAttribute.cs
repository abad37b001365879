using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Oversight.Testing;

/// <summary>
/// Runs a theory once on every database that the platform supports: <c>[Theory, DatabaseData]</c> on a method whose first
/// parameter is a <see cref="DatabaseRow"/>. A database that cannot be had here is a skipped row that says why.
/// </summary>
/// <param name="arguments">Further arguments of the theory, after the row; use the attribute several times for several cases.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class DatabaseDataAttribute(params object?[] arguments) : DataAttribute
{
    private static readonly string[] Providers = [DatabaseRow.Sqlite, DatabaseRow.PostgreSql, DatabaseRow.SqlServer];

    /// <summary>Further arguments of the theory, after the row.</summary>
    public IReadOnlyList<object?> Arguments => arguments;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([.. Providers.Select(Row)]);

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;

    private TheoryDataRow Row(string provider)
    {
        var row = new DatabaseRow(provider);
        return new TheoryDataRow([row, .. arguments]) { Skip = row.MissingReason }.WithTrait("Database", provider);
    }
}
