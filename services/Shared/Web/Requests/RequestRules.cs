using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Oversight.Kernel;

namespace Oversight.Web;

/// <summary>
/// Checks the shape of request records before a handler runs: the attributes on their properties, and for every text that
/// it has no control characters, broken surrogates or direction marks. All faults are listed, each with its field.
/// </summary>
internal static class RequestRules
{
    private const int MaxText = 100_000;
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var faults = new List<Error>();
        foreach (var argument in invocation.Arguments)
        {
            if (argument is not null && IsRequest(argument.GetType()))
            {
                Check(argument, "", faults, depth: 0);
            }
        }

        return faults.Count > 0 ? faults.ToProblem() : await next(invocation);
    }

    private static bool IsRequest(Type type) =>
        type.Namespace?.StartsWith("Oversight.", StringComparison.Ordinal) == true && type.Name.EndsWith("Request", StringComparison.Ordinal) && !type.IsInterface;

    private static void Check(object record, string path, List<Error> faults, int depth)
    {
        foreach (var property in Properties.GetOrAdd(record.GetType(), t => t.GetProperties().Where(p => p.GetIndexParameters().Length == 0).ToArray()))
        {
            var field = path + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var value = property.GetValue(record);
            foreach (var attribute in property.GetCustomAttributes<ValidationAttribute>(inherit: true))
            {
                var result = attribute.GetValidationResult(value, new ValidationContext(record) { MemberName = property.Name, DisplayName = field });
                if (result is not null)
                {
                    faults.Add(new Error(ErrorKind.Invalid, $"request.field.{CodeOf(attribute)}", result.ErrorMessage ?? "The value is not allowed.", field));
                }
            }

            if (value is string text)
            {
                CheckText(text, property, field, faults);
            }
            else if (value is IEnumerable list and not string)
            {
                var index = 0;
                foreach (var item in list)
                {
                    Descend(item, $"{field}[{index++}]", faults, depth);
                }
            }
            else
            {
                Descend(value, field, faults, depth);
            }
        }
    }

    private static void Descend(object? value, string field, List<Error> faults, int depth)
    {
        if (value is string text && TextInput.Optional(text, MaxText, TextForm.MultiLine) is { IsRefused: true } refused)
        {
            faults.Add(refused.Error.At(field));
        }
        else if (value is not null && depth < 8 && value.GetType() is { IsClass: true } type && type.Namespace?.StartsWith("Oversight.", StringComparison.Ordinal) == true && value is not Delegate)
        {
            Check(value, field + ".", faults, depth + 1);
        }
    }

    private static void CheckText(string text, PropertyInfo property, string field, List<Error> faults)
    {
        var form = property.GetCustomAttribute<MultiLineAttribute>() is null ? TextForm.AsWritten : TextForm.MultiLine;
        if (TextInput.Optional(text, MaxText, form) is { IsRefused: true } refused)
        {
            faults.Add(refused.Error.At(field));
        }
    }

    private static string CodeOf(ValidationAttribute attribute) => attribute switch
    {
        RequiredAttribute => "required",
        StringLengthAttribute or MaxLengthAttribute or MinLengthAttribute or LengthAttribute => "length",
        RangeAttribute => "range",
        RegularExpressionAttribute => "pattern",
        _ => "invalid",
    };
}

/// <summary>The text may have several lines.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class MultiLineAttribute : Attribute;
