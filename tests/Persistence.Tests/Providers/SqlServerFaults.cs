using System.Reflection;
using Microsoft.Data.SqlClient;

namespace Oversight.Persistence.Tests.Providers;

/// <summary>Makes the exceptions that SqlClient throws, without a server: its own types, by their internal constructors.</summary>
internal static class SqlServerFaults
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    /// <summary>One exception with these errors, as a batch of statements brings them.</summary>
    public static SqlException Of(params (int Number, byte Class, string Message)[] errors)
    {
        var collection = (SqlErrorCollection)Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        var add = typeof(SqlErrorCollection).GetMethod("Add", Any, [typeof(SqlError)])!;
        foreach (var (number, severity, message) in errors)
        {
            add.Invoke(collection, [NewError(number, severity, message)]);
        }

        var create = typeof(SqlException).GetMethod("CreateException", Any, [typeof(SqlErrorCollection), typeof(string)])!;
        return (SqlException)create.Invoke(null, [collection, "16.00.1000"])!;
    }

    private static SqlError NewError(int number, byte severity, string message)
    {
        var constructor = typeof(SqlError).GetConstructors(Any)
            .Where(c => c.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(int))
            .MinBy(c => c.GetParameters().Length)!;
        var values = new Queue<object?>([number, (byte)1, severity, "server", message, "", 1]);
        return (SqlError)constructor.Invoke(
            [.. constructor.GetParameters().Select(p => values.Count > 0 ? values.Dequeue() : p.HasDefaultValue ? p.DefaultValue : null)]);
    }
}
