using Oversight.Inspection;
using Oversight.Web;

var host = ServiceHost.Create(args);
host.AddInspection();
var app = host.Build();
app.MapInspection();
return await host.RunAsync(app);
