using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Oversight.Kernel;

namespace Oversight.Web;

/// <summary>
/// Refuses query parameters that an endpoint does not declare, and single-valued ones sent twice: a misspelt filter must
/// not answer with everything. The names come from the handler's own signature. Refuses values with characters that no
/// text has (<see cref="TextInput"/>): not every database stores or compares them.
/// </summary>
internal static class StrictQuery
{
    // More than a request line holds: each operation sets its own bounds.
    private const int MaxText = 16 * 1024;

    public static EndpointFilterDelegate Filter(EndpointFilterFactoryContext factory, EndpointFilterDelegate next)
    {
        var known = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in factory.MethodInfo.GetParameters())
        {
            Collect(parameter, known);
        }

        return invocation =>
        {
            foreach (var (name, values) in invocation.HttpContext.Request.Query)
            {
                if (!known.TryGetValue(name, out var many))
                {
                    return ValueTask.FromResult<object?>(
                        new Error(ErrorKind.Invalid, "request.query.unknown", "This operation has no such query parameter.", Shorten(name))
                            .ToProblem());
                }

                if (!many && values.Count > 1)
                {
                    return ValueTask.FromResult<object?>(
                        new Error(ErrorKind.Invalid, "request.query.repeated", "This query parameter may stand only once.", name)
                            .ToProblem());
                }

                if (Unreadable(values) is { } unreadable)
                {
                    return ValueTask.FromResult<object?>(unreadable.At(name).ToProblem());
                }
            }

            return next(invocation);
        };
    }

    private static void Collect(ParameterInfo parameter, Dictionary<string, bool> known)
    {
        if (parameter.GetCustomAttribute<AsParametersAttribute>() is not null)
        {
            foreach (var property in parameter.ParameterType.GetProperties())
            {
                Add(property.GetCustomAttribute<FromQueryAttribute>()?.Name ?? property.Name, property.PropertyType, known);
            }
        }
        else if (parameter.Name is { } name)
        {
            Add(parameter.GetCustomAttribute<FromQueryAttribute>()?.Name ?? name, parameter.ParameterType, known);
        }
    }

    private static void Add(string name, Type type, Dictionary<string, bool> known)
    {
        var many = type.IsArray;
        var single = many ? type.GetElementType()! : Nullable.GetUnderlyingType(type) ?? type;
        if (single.IsPrimitive || single.IsEnum || single == typeof(string) || single == typeof(Guid) || single == typeof(DateOnly)
            || single == typeof(DateTime))
        {
            known[name] = many;
        }
    }

    private static Error? Unreadable(StringValues values)
    {
        foreach (var value in values)
        {
            if (TextInput.Optional(value, MaxText) is { IsRefused: true } refused)
            {
                return refused.Error;
            }
        }

        return null;
    }

    private static string Shorten(string name) => name.Length <= 60 ? name : name[..60];
}
